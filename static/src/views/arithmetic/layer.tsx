/** A whole layer at one moment, unit by unit: what it gives on the way there, what comes to it on the way back. */
import { derivative, equals, factor, letter, Line, number, operator, Piece, slope, summed, times, Words } from "../../formula/formula";
import { termText } from "../../formula/number";
import { type Nodes, outputSymbol, parameterSymbol, sumSymbol } from "../../formula/symbols";
import { unitName } from "../network/names";
import { comesBack, slopeOf, tracedNode, type Traced } from "./reading";

interface LayerProps {
  nodes: Nodes;
  traced: Traced;
  node: string;
  /** The unit whose formulas are told. */
  unit: number;
  onUnit(unit: number): void;
}

const MOST_TERMS = 8;

export function LayerTable({ nodes, traced, node, unit, onUnit, isBack }: LayerProps & { isBack: boolean }) {
  const { z, a, da, dz } = tracedNode(traced, node) ?? {};
  const L = letter("L");
  const columns = (isBack
    ? [
        { head: derivative(L, letter("a")), of: (place: number) => da?.[place], is: da },
        { head: slope(letter("z")), of: (place: number) => slopeOf(traced, node, place), is: da && dz },
        { head: derivative(L, letter("z")), of: (place: number) => dz?.[place], is: dz },
      ]
    : [
        { head: letter("z"), of: (place: number) => z?.[place], is: z },
        { head: letter("a"), of: (place: number) => a?.[place], is: a },
      ]
  ).filter(({ is }) => is);
  return (
    <div class="arithmetic-scroll" tabIndex={0} role="region" aria-label="All units of the layer">
      <table class="arithmetic-table">
        <thead>
          <tr><th scope="col">Unit</th>{columns.map(({ head }, place) => <th key={place} scope="col"><math>{head}</math></th>)}</tr>
        </thead>
        <tbody>
          {a?.map((_, place) => (
            <tr key={place} class={place === unit ? "is-looked-at" : undefined}>
              <th scope="row">
                <button type="button" class="arithmetic-path" aria-pressed={place === unit} onClick={() => onUnit(place)}>
                  {unitName(nodes, node, place)}
                </button>
              </th>
              {columns.map(({ of }, column) => <td key={column}>{termText(of(place) ?? Number.NaN)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How the loss answers to one unit: through all units that read it, then through its own slope. */
export function UnitBackward({ nodes, traced, node, unit }: Omit<LayerProps, "onUnit">) {
  const { da, dz } = tracedNode(traced, node) ?? {};
  const terms = comesBack(traced, nodes, node, unit);
  const steepness = slopeOf(traced, node, unit);
  const L = letter("L");
  const [a, z] = [outputSymbol(nodes, node, unit), sumSymbol(nodes, node, unit)];
  const shown = terms?.slice(0, MOST_TERMS) ?? [];
  const rest = terms?.slice(MOST_TERMS) ?? [];
  const reader = terms?.[0]?.node;
  return (
    <>
      {terms && reader && da && (
        <>
          <Line>
            <Piece>
              {derivative(L, a)}{equals()}{summed(letter("k"))}
              {parameterSymbol(nodes, reader, "weight", ["k", unit])}{times()}{derivative(L, sumSymbol(nodes, reader, "k"))}
            </Piece>
          </Line>
          <Line>
            <Piece>{derivative(L, a)}{equals()}</Piece>
            {shown.map((term, place) => (
              <Piece key={place}>{place > 0 && operator("+")}{factor(term.weight)}{times()}{factor(term.value)}</Piece>
            ))}
            {rest.length > 0 && (
              <><Piece>{operator("+")}{factor(rest.reduce((all, { product }) => all + product, 0))}</Piece><Words>of {rest.length} more</Words></>
            )}
            <Piece>{equals()}{number(da[unit] ?? Number.NaN)}</Piece>
          </Line>
        </>
      )}
      {!terms && da && <Line><Piece>{derivative(L, a)}{equals()}{number(da[unit] ?? Number.NaN)}</Piece></Line>}
      {dz && (
        <Line>
          {da && <Piece>{derivative(L, z)}{equals()}{derivative(L, a)}{times()}{slope(z)}</Piece>}
          {!da && <Piece>{derivative(L, z)}</Piece>}
          {da && !Number.isNaN(steepness) && <Piece>{equals()}{factor(da[unit] ?? Number.NaN)}{times()}{factor(steepness)}</Piece>}
          <Piece>{equals()}{number(dz[unit] ?? Number.NaN)}</Piece>
        </Line>
      )}
    </>
  );
}
