/** Light or dark: the system's wish until the person says otherwise. */
import { computed, effect, signal } from "@preact/signals";

export type Theme = "light" | "dark";
type ThemeChoice = Theme | "system";

const storageKey = "playground.theme";
const systemDark = matchMedia("(prefers-color-scheme: dark)");
const systemTheme = signal<Theme>(systemDark.matches ? "dark" : "light");
const choice = signal<ThemeChoice>(storedChoice());

export const theme = computed<Theme>(() => (choice.value === "system" ? systemTheme.value : choice.value));

export function startTheme(): void {
  systemDark.addEventListener("change", (event) => {
    systemTheme.value = event.matches ? "dark" : "light";
  });
  effect(() => {
    if (choice.value === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice.value;
    localStorage.setItem(storageKey, choice.value);
  });
}

export function toggleTheme(): void {
  choice.value = theme.peek() === "dark" ? "light" : "dark";
}

function storedChoice(): ThemeChoice {
  const stored = localStorage.getItem(storageKey);
  return stored === "light" || stored === "dark" ? stored : "system";
}
