import { render } from "preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Chain } from "./chain";
import { chosen, nodes, traced } from "./example";
import { UnitForward } from "./unit";
import { Comparison, Update } from "./update";

const root = document.body.appendChild(document.createElement("div"));

afterEach(() => render(null, root));

const said = () => root.textContent!.replace(/\s+/g, " ");

describe("a unit", () => {
  it("is told in symbols, and with its numbers", () => {
    render(<UnitForward nodes={nodes} traced={traced} node="n1" unit={1} marked={0} formula={null} />, root);
    expect(root.querySelector("math")!.namespaceURI).toBe("http://www.w3.org/1998/Math/MathML");
    expect(said()).toContain("(+0.4184)·(+1.2899)+(−0.6807)·(+0.2839)+(−0.0251)=+0.3213");
    expect(said()).toContain("f(+0.3213)=+0.3107");
    expect(root.querySelector(".is-marked")!.textContent).toContain("+0.4184");
  });
});

describe("the chain rule", () => {
  it("lists every path with its factors and their product, and tells which is looked at", () => {
    const onLook = vi.fn();
    render(
      <Chain nodes={nodes} chosen={chosen} looked={1} showsAll={false} onLook={onLook} onShowAll={() => undefined} />, root,
    );
    const rows = [...root.querySelectorAll("tbody tr")];
    expect(rows.map((row) => row.querySelector("strong")!.textContent)).toEqual(["+0.9655", "+0.1099"]);
    expect(rows[1]!.classList.contains("is-looked-at")).toBe(true);
    expect(said()).toContain("=+1.0754");
    rows[0]!.querySelector("button")!.focus();
    expect(onLook).toHaveBeenLastCalledWith(0);
  });

  it("tells what the paths that are not listed add up to", () => {
    const many = { ...chosen, path_count: 1e12, rest: 0.25 };
    render(<Chain nodes={nodes} chosen={many} looked={null} showsAll onLook={() => undefined} onShowAll={() => undefined} />, root);
    expect(said()).toContain("+(+0.2500)of about 1e12 weaker ones");
  });
});

describe("the update", () => {
  it("shows the memory before and after, and the next value", () => {
    render(<Update nodes={nodes} chosen={chosen} optimizer={{ title: "Adam", formula: null }} samples={64} batch={64} />, root);
    expect(said()).toContain("First moment+0.039022+0.048055");
    expect(said()).toContain("+0.4184+(−0.0071)=+0.4112667");
    expect(said()).not.toContain("batch of");
  });

  it("is the learning rate times the gradient where it is nothing else", () => {
    const plain = { ...chosen.update, step: -0.01 * chosen.update.used };
    render(<Update nodes={nodes} chosen={{ ...chosen, update: plain }} optimizer={{ title: "SGD", formula: null }} samples={64} batch={8} />, root);
    expect(said()).toContain("−(+0.0100)·(+0.1293)");
    expect(said()).toContain("a batch of 8 of the 64 samples");
  });

  it("came true, or says why it did not", () => {
    render(<Comparison before={0.5} next={0.4112667} came={0.41126671} batch={64} samples={64} />, root);
    expect(said()).toContain("It came true");
    render(<Comparison before={0.5} next={0.4112667} came={0.42} batch={8} samples={64} />, root);
    expect(said()).toContain("one batch of 8 samples, not of all 64");
  });
});
