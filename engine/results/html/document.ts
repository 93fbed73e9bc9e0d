import { createHash } from 'node:crypto';
import { escapeXml, textForScript } from '../../../graph-nodes/picture/xml';

interface HtmlDocument {
  readonly title: string;
  /** Style sheets; later ones take precedence. */
  readonly styles: readonly string[];
  /** Escaped markup. */
  readonly body: string;
  /** Code that runs at the end of the body; none by default. */
  readonly script?: string;
}

/**
 * A self-contained page. Its content policy permits the one script by its hash and no requests. Inline styles are
 * permitted, because they cannot load anything under this policy.
 */
export function htmlDocument({ title, styles, body, script }: HtmlDocument): string {
  const code = script === undefined ? undefined : textForScript(script);
  const policy = [
    "default-src 'none'",
    ...(code === undefined ? [] : [`script-src 'sha256-${createHash('sha256').update(code).digest('base64')}'`]),
    "style-src 'unsafe-inline'",
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
<title>${escapeXml(title)}</title>
${styles.map((style) => `<style>${style}</style>`).join('\n')}
</head>
<body>
${body}
${code === undefined ? '' : `<script>${code}</script>\n`}</body>
</html>
`;
}
