import { createElement, type ReactNode } from 'react';
import type { Shape } from './shapes';

const element = ({ tag, attributes, children }: Shape, key?: number): ReactNode =>
  createElement(
    tag,
    { ...attributes, key },
    ...children.map((child, index) => (typeof child === 'string' ? child : element(child, index))),
  );

/** Renders a drawing. */
export const Drawn = ({ of }: { readonly of: Shape }) => element(of);
