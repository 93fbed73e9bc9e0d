import type { Prose, Span } from '../../../graph-nodes/lesson/prose';
import { spansOf } from '../../../graph-nodes/lesson/prose';

const elements = { strong: 'strong', emphasis: 'em', code: 'code' } as const;

function Spans({ spans }: { readonly spans: readonly Span[] }) {
  return spans.map(({ text, style }, index) => {
    if (style === 'plain') return text;
    const Styled = elements[style];
    return <Styled key={index}>{text}</Styled>;
  });
}

/** One line with its styles. */
export const StyledLine = ({ text }: { readonly text: string }) => <Spans spans={spansOf(text)} />;

/** Paragraphs and lists. */
export function ProseText({ prose }: { readonly prose: readonly Prose[] }) {
  return prose.map(({ type, items }, index) => {
    if (type === 'paragraph') {
      return (
        <p key={index}>
          <Spans spans={items[0] ?? []} />
        </p>
      );
    }
    const List = type === 'list' ? 'ul' : 'ol';
    return (
      <List key={index}>
        {items.map((spans, item) => (
          <li key={item}>
            <Spans spans={spans} />
          </li>
        ))}
      </List>
    );
  });
}
