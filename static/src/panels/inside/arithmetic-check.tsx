/** The gradient check of the chosen number. */
import { nodes } from "../../state/nodes";
import { preciseText } from "../../formula/number";
import { shape, verdict } from "../../views/arithmetic/check-verdict";
import { GradientCheckPicture } from "../../views/arithmetic/gradient-check";
import { parameterTitle } from "../../views/network/parameters";
import { Term } from "../glossary/term";
import { chosen } from "./arithmetic-chosen";
import { useGradientCheck } from "./arithmetic-traced";

export function GradientCheck() {
  const check = useGradientCheck();
  if (chosen.value?.parameter === null) return <p class="arithmetic-note">This layer learns nothing, so there is no gradient to check.</p>;
  if (!check) return null;
  if (check.problem !== null || check.analytic === null || check.node === null) return <p class="arithmetic-note">{check.problem}</p>;
  const place = { node: check.node, parameter: check.parameter, out: check.index[0] ?? 0, in: check.index[1] ?? null };
  return (
    <section>
      <h3>{parameterTitle(nodes.value, place)}</h3>
      <p>
        The <Term name="gradient">gradient</Term> of the training loss
        by <Term name="backpropagation">backpropagation</Term> is <strong>{preciseText(check.analytic)}</strong>. A second way
        to find it is to move the number by a small step h to both sides, and to compare the two losses.
      </p>
      <GradientCheckPicture check={check} />
      <p><strong>{verdict(check)}</strong> {shape(check)}</p>
    </section>
  );
}
