import { createHash } from 'node:crypto';
import { escapeXml, textForScript } from '../../../graph-nodes/picture/xml';

interface HtmlDocument {
  readonly title: string;
  /** Style sheets, the last one with the last word. */
  readonly styles: readonly string[];
  /** Markup, escaped already. */
  readonly body: string;
  /** Code that runs after the body is read; none by default. */
  readonly script?: string;
}

/**
 * A page that needs nothing else. Its content policy permits the one script by its hash and no request to anywhere; styles may
 * be inline, since they cannot load anything either.
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
