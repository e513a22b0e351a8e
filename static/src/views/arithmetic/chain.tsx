/** The chain rule from the loss to one number: its formula, every path with its factors, and their sum. */
import type { ChainPath, ChainRoute, TracedParameter } from "../../wire/protocol";
import {
  derivative, equals, factor, letter, Line, number, operator, type Part, Piece, Product, slope, summed, Words,
} from "../../formula/formula";
import { termText } from "../../formula/number";
import { type Index, type Nodes, outputSymbol, parameterSymbol, sumSymbol } from "../../formula/symbols";
import { nodeName, unitName } from "../network/names";
import { sourceOf } from "../network/parameters";
import { litPath } from "./reading";
import type { Lit } from "../network/lit";

/** So many paths are listed at first. */
const FEW = 8;
/** What stands for any unit of a layer, from the output back. */
const LETTERS = "kjihgedcqrsu";

export interface ChainProps {
  nodes: Nodes;
  chosen: TracedParameter;
  /** The path that is looked at, by its place in the list. */
  looked: number | null;
  showsAll: boolean;
  onLook(path: number | null): void;
  onShowAll(): void;
}

/** The units and weights of the path that is looked at, or of the first. */
export function litOfChain(chosen: TracedParameter, looked: number | null): Lit {
  const path = chosen.paths[looked ?? -1];
  const route = path && chosen.routes[path.route];
  return path && route ? litPath(route, path, chosen.index) : litNumber(chosen);
}

export function litNumber({ node, index }: Pick<TracedParameter, "node" | "index">): Lit {
  const [out = 0, source] = index;
  return { units: [{ node, unit: out }], edges: source === undefined ? [] : [{ node, out, in: source }] };
}

export function chosenSymbol(nodes: Nodes, { node, parameter, index }: TracedParameter): Part {
  return parameterSymbol(nodes, node, parameter, index);
}

export function Chain({ nodes, chosen, looked, showsAll, onLook, onShowAll }: ChainProps) {
  const { paths, routes } = chosen;
  const symbol = chosenSymbol(nodes, chosen);
  const others = Math.max(0, Math.round(chosen.path_count) - paths.length);
  const shown = showsAll ? paths : paths.slice(0, FEW);
  const path = paths[looked ?? 0];
  const route = path && routes[path.route];
  return (
    <>
      {routes.map((each, place) => (
        <Line key={place}>
          <Piece>
            {derivative(letter("L"), symbol)}
            {equals()}{summed(<mtext>paths</mtext>)}
          </Piece>
          <Product parts={symbolsOf(nodes, each, chosen)} />
          {routes.length > 1 && <Words>through {each.nodes.map((node) => nodeName(nodes, node)).join(", ")}</Words>}
        </Line>
      ))}
      {path && route && (
        <Line>
          <Words>{looked === null ? "Strongest path:" : "This path:"}</Words>
          <Product parts={path.factors.map(factor)} />
          <Piece>{equals()}{number(path.product)}</Piece>
        </Line>
      )}
      {paths.length === 0 && <p class="arithmetic-note">Every path has a factor of 0, so nothing comes back: for this sample the number does not count.</p>}
      {paths.length > 0 && (
        <p class="arithmetic-note">Every way from the loss back to this number, strongest first. Point at a path to see it in the diagram.</p>
      )}
      {paths.length > 0 && (
        <div class="arithmetic-scroll" tabIndex={0} role="region" aria-label="Paths, strongest first">
          <table class="arithmetic-table">
            <caption class="visually-hidden">Paths from the loss back to the number</caption>
            <thead>
              <tr>
                <th scope="col">Path, from the output back</th>
                <th scope="col">Product</th>
                {routes.length === 1
                  ? symbolsOf(nodes, routes[0]!, chosen).map((part, at) => <th key={at} scope="col"><math>{part}</math></th>)
                  : <th scope="col">Factors</th>}
              </tr>
            </thead>
            <tbody onMouseLeave={() => onLook(null)}>
              {shown.map((each, place) => (
                <tr key={place} class={place === looked ? "is-looked-at" : undefined} onMouseEnter={() => onLook(place)}>
                  <th scope="row">
                    <button
                      type="button" class="arithmetic-path" title={wordsOf(nodes, routes[each.route]!, each)}
                      onFocus={() => onLook(place)} onBlur={() => onLook(null)} onClick={() => onLook(place)}
                    >
                      {shortWords(nodes, routes[each.route]!, each)}
                    </button>
                  </th>
                  <td><strong>{termText(each.product)}</strong></td>
                  {routes.length === 1
                    ? each.factors.map((value, at) => <td key={at}>{termText(value)}</td>)
                    : <td>{each.factors.map((value) => `(${termText(value)})`).join(" · ")}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {paths.length > shown.length && <button type="button" onClick={onShowAll}>Show {paths.length} paths</button>}
      <Line>
        <Words>{sumText(paths.length)}:</Words>
        <Piece>{derivative(letter("L"), symbol)}</Piece>
        {others > 0 && <Piece>{equals()}{number(paths.reduce((all, each) => all + each.product, 0))}</Piece>}
        {others > 0 && <><Piece>{operator("+")}{factor(chosen.rest)}</Piece><Words>of {countText(others)} weaker ones</Words></>}
        <Piece>{equals()}{number(chosen.gradient_sample)}</Piece>
      </Line>
    </>
  );
}

function sumText(count: number): string {
  if (count === 0) return "No path";
  return count === 1 ? "One path" : `Sum of ${countText(count)} paths`;
}

function countText(count: number): string {
  return count < 1e6 ? count.toLocaleString("en-US") : `about ${count.toExponential(0).replace("e+", "e")}`;
}

/** The factors of a route in letters; the last unit is a number where all paths end there. */
function symbolsOf(nodes: Nodes, route: ChainRoute, chosen: TracedParameter): Part[] {
  const last = route.nodes.length - 1;
  const endsAtUnit = ["input", "one"].includes(route.symbols.at(-1) ?? "");
  const unitAt = (at: number): Index => (at === last && endsAtUnit ? chosen.index[0]! : LETTERS[at] ?? `j${at}`);
  const symbol = (at: number): Part => outputSymbol(nodes, route.nodes[at]!, unitAt(at));
  const L = letter("L");
  const made: Record<ChainRoute["symbols"][number], (at: number) => Part> = {
    loss_by_output: (at) => derivative(L, symbol(at)),
    loss_by_sum: (at) => derivative(L, sumSymbol(nodes, route.nodes[at]!, unitAt(at))),
    slope: (at) => slope(sumSymbol(nodes, route.nodes[at]!, unitAt(at))),
    weight: (at) => parameterSymbol(nodes, route.nodes[at]!, "weight", [unitAt(at), unitAt(at + 1)]),
    link: (at) => derivative(symbol(at), symbol(at + 1)),
    input: () => outputSymbol(nodes, sourceNode(nodes, chosen), chosen.index[1] ?? 0),
    one: () => <mn>1</mn>,
    parameter: (at) => derivative(symbol(at), chosenSymbol(nodes, chosen)),
  };
  return route.symbols.map((name, place) => made[name](route.at[place]!));
}

function sourceNode(nodes: Nodes, { node, parameter, index }: TracedParameter): string {
  return sourceOf(nodes, { node, parameter, out: index[0] ?? 0, in: index[1] ?? null });
}

/** "Output:1 ← L2:3 ← L1:2": a unit of each layer, from the output back. */
function shortWords(nodes: Nodes, route: ChainRoute, { units }: ChainPath): string {
  return units.map((unit, at) => `${nodeName(nodes, route.nodes[at]!).replace("Layer ", "L")}:${unit + 1}`).join(" ← ");
}

function wordsOf(nodes: Nodes, route: ChainRoute, { units }: ChainPath): string {
  return units.map((unit, at) => unitName(nodes, route.nodes[at]!, unit)).join(" ← ");
}
