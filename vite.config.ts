import { defineConfig } from "vitest/config";

export default defineConfig({
  root: import.meta.dirname,
  base: "/static/dist/",
  publicDir: false,
  build: {
    outDir: "static/dist",
    emptyOutDir: true,
    manifest: true,
    modulePreload: { polyfill: false },
    // Small pictures would become data: addresses, which the content security policy refuses.
    assetsInlineLimit: 0,
    target: "es2022",
    rolldownOptions: {
      input: "static/src/main.tsx",
      // What the page needs at once stays in one file, which compresses better than several.
      output: { codeSplitting: { groups: [{ name: "shared", tags: ["$initial"] }] } },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["static/src/**/*.test.{ts,tsx}"],
  },
});
