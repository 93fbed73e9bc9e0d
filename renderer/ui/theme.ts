import { createTheme, rem, type MantineColorsTuple } from '@mantine/core';

/** Accent colour of the studio, from light to dark. */
const iris: MantineColorsTuple = [
  '#f0f0fd',
  '#dfdff8',
  '#bcbbf0',
  '#9795e6',
  '#7775dc',
  '#6462d4',
  '#5553c4',
  '#4b49b8',
  '#3e3c9c',
  '#32307e',
];

/** Cool greys: text at 0, surfaces from 6 on. */
const dark: MantineColorsTuple = [
  '#d5d8de',
  '#b3b8c1',
  '#959ba6',
  '#6d7480',
  '#434955',
  '#353a44',
  '#272b33',
  '#1e2127',
  '#17191e',
  '#111317',
];

/** A menu that is higher than the window scrolls; global.css allows it. */
const middlewares = { flip: true, shift: true, size: { padding: 8 } } as const;

export const theme = createTheme({
  colors: { iris, dark },
  primaryColor: 'iris',
  primaryShade: { light: 7, dark: 5 },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: rem(11.5), sm: rem(13), md: rem(14), lg: rem(16), xl: rem(19) },
  defaultRadius: 'sm',
  radius: { sm: rem(5) },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, multiline: true, maw: 320, fz: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } },
    // Dialogs and menus open and close without a transition, so that the next key goes to the right element. Items can be
    // focused, so that the keyboard scrolls a long menu, and an open menu has the focus.
    Menu: {
      defaultProps: {
        transitionProps: { duration: 0 },
        withInitialFocusPlaceholder: false,
        menuItemTabIndex: 0,
        middlewares,
      },
    },
    Popover: { defaultProps: { middlewares } },
    // The header of a dialog is not a banner of the page.
    Modal: {
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.45 },
        transitionProps: { duration: 0 },
        attributes: { header: { role: 'presentation' } },
      },
    },
  },
});
