/** One unit on the way there: its weighted sum and what its activation makes of it. */
import {
  applied, equals, factor, Given, letter, Line, number, operator, Piece, slope, summed, times, Words,
} from "../../formula/formula";
import { termText } from "../../formula/number";
import { outputSymbol, parameterSymbol, sumSymbol, type Nodes } from "../../formula/symbols";
import { unitName } from "../network/names";
import { slopeOf, tracedNode, type Traced, type WeightedSum, weightedSum } from "./reading";

/** So many addends are written in the formula; the table has all of them. */
const MOST_TERMS = 8;

export interface UnitProps {
  nodes: Nodes;
  traced: Traced;
  node: string;
  unit: number;
  /** The unit before it whose weight is the chosen number. */
  marked: number | null;
  /** The formula of its activation, or else of its layer, as the catalog has it. */
  formula: string | null;
}

export function UnitForward({ nodes, traced, node, unit, marked, formula }: UnitProps) {
  const own = tracedNode(traced, node);
  const sum = weightedSum(traced, nodes, node, unit);
  const value = own?.a[unit] ?? Number.NaN;
  const name = unitName(nodes, node, unit);
  if (nodes.find(({ id }) => id === node)?.sources.length === 0) {
    return <Line><Piece>{outputSymbol(nodes, node, unit)}{equals()}{number(value)}</Piece></Line>;
  }
  const z = own?.z?.[unit];
  return (
    <>
      {sum && <SumLines nodes={nodes} node={node} unit={unit} sum={sum} marked={marked} />}
      <Given mathml={formula} label={`How ${name} is computed`} />
      {z === undefined
        ? <Line><Piece>{outputSymbol(nodes, node, unit)}{equals()}{number(value)}</Piece></Line>
        : <ActivationLines nodes={nodes} traced={traced} node={node} unit={unit} z={z} value={value} />}
      {sum && <Terms nodes={nodes} sum={sum} name={name} />}
    </>
  );
}

interface SumProps {
  nodes: Nodes;
  node: string;
  unit: number;
  sum: WeightedSum;
  marked: number | null;
}

function SumLines({ nodes, node, unit, sum, marked }: SumProps) {
  const { source, terms, bias } = sum;
  const hasBias = !Number.isNaN(bias);
  const first = terms.slice(0, MOST_TERMS);
  // The chosen weight is always among those that are written.
  const shown = marked === null || marked < MOST_TERMS ? first : [...first.slice(0, -1), terms[marked]!];
  const rest = terms.filter((term) => !shown.includes(term));
  return (
    <>
      <Line>
        <Piece>
          {sumSymbol(nodes, node, unit)}{equals()}
          {summed(<mrow>{letter("i")}{equals()}<mn>1</mn></mrow>, <mn>{terms.length}</mn>)}
          {parameterSymbol(nodes, node, "weight", [unit, "i"])}{times()}{outputSymbol(nodes, source, "i")}
        </Piece>
        {hasBias && <Piece>{operator("+")}{parameterSymbol(nodes, node, "bias", [unit])}</Piece>}
      </Line>
      <Line>
        <Piece>{sumSymbol(nodes, node, unit)}{equals()}</Piece>
        {shown.map(({ unit: place, weight, value }, index) => (
          <Piece key={place} is={place === marked ? "marked" : undefined}>
            {index > 0 && operator("+")}{factor(weight)}{times()}{factor(value)}
          </Piece>
        ))}
        {rest.length > 0 && (
          <><Piece>{operator("+")}{factor(rest.reduce((all, { product }) => all + product, 0))}</Piece><Words>of {rest.length} more</Words></>
        )}
        {hasBias && <Piece>{operator("+")}{factor(bias)}</Piece>}
        <Piece>{equals()}{number(sum.sum)}</Piece>
      </Line>
    </>
  );
}

interface ActivationProps {
  nodes: Nodes;
  traced: Traced;
  node: string;
  unit: number;
  z: number;
  value: number;
}

function ActivationLines({ nodes, traced, node, unit, z, value }: ActivationProps) {
  const steepness = slopeOf(traced, node, unit);
  return (
    <Line>
      <Piece>{outputSymbol(nodes, node, unit)}{equals()}{applied(letter("f"), number(z))}{equals()}{number(value)}</Piece>
      {!Number.isNaN(steepness) && <Piece is="apart">{slope(number(z))}{equals()}{number(steepness)}</Piece>}
    </Line>
  );
}

function Terms({ nodes, sum, name }: { nodes: Nodes; sum: WeightedSum; name: string }) {
  return (
    <details class="arithmetic-details">
      <summary>All addends as a table</summary>
      <table class="arithmetic-table">
        <caption class="visually-hidden">The weighted sum of {name}</caption>
        <thead>
          <tr><th scope="col">From</th><th scope="col">Weight</th><th scope="col">Value</th><th scope="col">Product</th></tr>
        </thead>
        <tbody>
          {sum.terms.map(({ unit, weight, value, product }) => (
            <tr key={unit}>
              <th scope="row">{unitName(nodes, sum.source, unit)}</th>
              <td>{termText(weight)}</td><td>{termText(value)}</td><td>{termText(product)}</td>
            </tr>
          ))}
          {!Number.isNaN(sum.bias) && <tr><th scope="row">Bias</th><td /><td /><td>{termText(sum.bias)}</td></tr>}
        </tbody>
        <tfoot><tr><th scope="row">Sum</th><td /><td /><td>{termText(sum.sum)}</td></tr></tfoot>
      </table>
    </details>
  );
}
