/** The loss of the sample: its formula, what goes into it, and where the way back begins. */
import { derivative, equals, Given, letter, Line, number, Piece } from "../../formula/formula";
import { termText } from "../../formula/number";
import { outputSymbol, sumSymbol, type Nodes } from "../../formula/symbols";
import { unitName } from "../network/names";
import { tracedNode, type Traced } from "./reading";

interface LossProps {
  nodes: Nodes;
  traced: Traced;
  formula: string | null;
}

export function LossOfSample({ nodes, traced, formula }: LossProps) {
  const { sample } = traced.trace;
  const output = nodes.at(-1)?.id ?? "";
  const { da, dz } = tracedNode(traced, output) ?? {};
  if (!sample) return null;
  return (
    <>
      <Given mathml={formula} label="Formula of the loss" />
      <Line>
        {sample.prediction.length === 1 && (
          <Piece>
            {outputSymbol(nodes, output, 0)}{equals()}{number(sample.prediction[0]!)}</Piece>
        )}
        {sample.prediction.length === 1 && (
          <Piece is="apart">
            {letter("t")}{equals()}{number(sample.encoded_target[0]!)}
          </Piece>
        )}
        <Piece is="apart">{letter("L")}{equals()}{number(sample.loss)}</Piece>
        {sample.prediction.length === 1 && (da ?? dz) && (
          <Piece is="apart">
            {derivative(letter("L"), da ? outputSymbol(nodes, output, 0) : sumSymbol(nodes, output, 0))}
            {equals()}{number((da ?? dz)![0]!)}
          </Piece>
        )}
      </Line>
      {!da && dz && (
        <p class="arithmetic-note">
          Loss and activation of the output are differentiated together: that is exact where one by itself would divide by almost nothing.
        </p>
      )}
      {sample.prediction.length > 1 && (
        <table class="arithmetic-table">
          <caption class="visually-hidden">Outputs, targets and the loss's derivatives</caption>
          <thead>
            <tr>
              <th scope="col">Output</th><th scope="col">Predicted</th><th scope="col">Target</th>
              <th scope="col"><math>{derivative(letter("L"), letter(da ? "a" : "z"))}</math></th>
            </tr>
          </thead>
          <tbody>
            {sample.prediction.map((value, unit) => (
              <tr key={unit}>
                <th scope="row">{unitName(nodes, output, unit)}</th>
                <td>{termText(value)}</td><td>{termText(sample.encoded_target[unit] ?? Number.NaN)}</td>
                <td>{termText((da ?? dz)?.[unit] ?? Number.NaN)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
