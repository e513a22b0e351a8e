/** Small drawings for buttons, all in one 16-pixel box and in the color of the text. */

function drawing(path: string, filled = false) {
  return () => (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path
        d={path} fill={filled ? "currentColor" : "none"} stroke={filled ? "none" : "currentColor"}
        stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"
      />
    </svg>
  );
}

export const PlayIcon = drawing("M4 2.4v11.2a.6.6 0 0 0 .9.5l9.2-5.6a.6.6 0 0 0 0-1L4.9 1.9a.6.6 0 0 0-.9.5z", true);
export const PauseIcon = drawing("M3.5 2h3v12h-3zM9.5 2h3v12h-3z", true);
export const StepIcon = drawing("M3 3.2v9.6l7-4.8zM12 3h1.6v10H12z", true);
export const ResetIcon = drawing("M2.5 2.5v3.6h3.6M2.8 6A5.6 5.6 0 1 1 2.4 9");
export const UndoIcon = drawing("M5.5 3 2.5 6l3 3M2.8 6h6.4a4 4 0 0 1 0 8H6");
export const RedoIcon = drawing("M10.5 3l3 3-3 3M13.2 6H6.8a4 4 0 0 0 0 8H10");
export const ShareIcon = drawing("M6.6 9.4a2.8 2.8 0 0 0 4 0l2.6-2.6a2.8 2.8 0 0 0-4-4l-1 1M9.4 6.6a2.8 2.8 0 0 0-4 0L2.8 9.2a2.8 2.8 0 0 0 4 4l1-1");
export const MoonIcon = drawing("M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1z");
export const SunIcon = drawing("M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1v1.2M8 13.8V15M1 8h1.2M13.8 8H15M3.050 3.050l.85.85M12.1 12.1l.85.85M3.050 12.950l.85-.85M12.1 3.9l.85-.85");
export const KeysIcon = drawing("M2 4h12v8H2zM4.5 6.5h.01M7 6.5h.01M9.5 6.5h.01M12 6.5h-.5M5 9.5h6");
export const EyeIcon = drawing("M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z");
export const HandIcon = drawing("M5.500 8V3.200a1 1 0 0 1 2 0V7m0-4.300a1 1 0 0 1 2 0V7m0-3a1 1 0 0 1 2 0v5.500a4.500 4.500 0 0 1-8.200 2.500L2 9.700a1 1 0 0 1 1.700-1.100l1.800 1.900V8");
export const ExamplesIcon = drawing("M5.6 11.2c-1-.8-1.8-2-1.8-3.6a4.2 4.2 0 0 1 8.4 0c0 1.6-.8 2.8-1.8 3.6zM6.2 13.8h3.6M8 7.5v3.5");
export const BookIcon = drawing("M8 3.800C6.600 2.800 4.600 2.500 2 2.500v10c2.600 0 4.600.3 6 1.300 1.400-1 3.400-1.300 6-1.300v-10c-2.600 0-4.600.3-6 1.300zM8 3.800v10");
export const DiceIcon = drawing("M3 3h10v10H3zM5.8 5.8h.01M10.2 5.8h.01M8 8h.01M5.8 10.2h.01M10.2 10.2h.01");
export const PencilIcon = drawing("M2.500 13.500l.7-3.200 7.600-7.600 2.500 2.500-7.600 7.600zM9.300 4.200l2.500 2.500");
export const MoveIcon = drawing("M8 1.800v12.400M1.800 8h12.400M6.200 3.600 8 1.800l1.800 1.800M6.200 12.400 8 14.200l1.800-1.800M3.600 6.200 1.800 8l1.800 1.800M12.400 6.200 14.200 8l-1.800 1.800");
export const EraserIcon = drawing("M6 13.500h7.500M2.600 10.200l6.600-6.600 4.200 4.200-5.700 5.700H5.300L2.600 11.300a.8.8 0 0 1 0-1.100zM5.700 7.100l4.200 4.200");
export const TableIcon = drawing("M2 3h12v10H2zM2 6.300h12M2 9.700h12M6.500 3v10");
