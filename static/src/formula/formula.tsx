/** MathML from small parts. A line is cut into pieces, each a formula of its own, so that it may wrap. */
import type { ComponentChildren, VNode } from "preact";
import { termText } from "./number";

export type Part = VNode;

/** One unbroken piece of a formula. */
export function Piece({ children, is }: { children: ComponentChildren; is?: "marked" | "apart" | undefined }) {
  return <math class={is ? `formula-piece is-${is}` : "formula-piece"} displaystyle><mrow>{children}</mrow></math>;
}

/** Pieces that belong to one line, and continue on the next where there is no room. */
export function Line({ children }: { children: ComponentChildren }) {
  return <p class="formula-line">{children}</p>;
}

export const letter = (text: string): Part => <mi>{text}</mi>;
/** Between two operands, also where a line is cut just before it. */
export const operator = (text: string): Part => <mo lspace="0.25em" rspace="0.25em">{text}</mo>;
export const times = (): Part => <mo lspace="0.2em" rspace="0.2em">·</mo>;
export const equals = (): Part => operator("=");

/** A number with its sign; as a factor in parentheses. */
export const number = (value: number): Part => <mn>{termText(value)}</mn>;
export const factor = (value: number): Part => <mn>({termText(value)})</mn>;

/** f′ of something. */
export const slope = (of: Part): Part => applied(<msup><mi>f</mi><mo lspace="0em">′</mo></msup>, of);

/** A letter with indices, and above them the layer that it belongs to. */
export function indexed(base: string, indices: readonly string[], layer: string): Part {
  // Numbers of two digits would run into each other.
  const apart = indices.some((index) => index.length > 1);
  const below = (
    <mrow>
      {indices.map((index, place) => (
        <mrow key={place}>{place > 0 && apart && <mo>,</mo>}{/^\d/.test(index) ? <mn>{index}</mn> : <mi>{index}</mi>}</mrow>
      ))}
    </mrow>
  );
  if (layer === "") return <msub><mi>{base}</mi>{below}</msub>;
  return <msubsup><mi>{base}</mi>{below}<mrow>{bracket("(")}<mn>{layer}</mn>{bracket(")")}</mrow></msubsup>;
}

/** ∂ above / ∂ below. */
export function derivative(above: Part, below: Part): Part {
  return <mfrac><mrow><mo>∂</mo>{above}</mrow><mrow><mo>∂</mo>{below}</mrow></mfrac>;
}

/** Written out, for Preact leaves an attribute away that is false. */
const unstretched: object = { stretchy: "false" };
const bracket = (text: "(" | ")"): Part => <mo {...unstretched}>{text}</mo>;

export function applied(name: Part, argument: Part): Part {
  return <mrow>{name}{bracket("(")}{argument}{bracket(")")}</mrow>;
}

/** Words between pieces, which may wrap as words do. */
export function Words({ children }: { children: ComponentChildren }) {
  return <span class="formula-words">{children}</span>;
}

/** Pieces with a dot between every two of them. */
export function Product({ parts }: { parts: readonly Part[] }) {
  return <>{parts.map((part, index) => <Piece key={index}>{index > 0 && times()}{part}</Piece>)}</>;
}

export function summed(over: Part, to?: Part): Part {
  return to ? <munderover><mo>∑</mo>{over}{to}</munderover> : <munder><mo>∑</mo>{over}</munder>;
}

/** A formula that the server made from its own catalog; never anything that a person typed. */
export function Given({ mathml, label }: { mathml: string | null | undefined; label: string }) {
  if (!mathml) return null;
  return <div class="formula" role="group" tabIndex={0} aria-label={label} dangerouslySetInnerHTML={{ __html: mathml }} />;
}
