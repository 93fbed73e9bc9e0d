/** Text or attribute value escaped for XML and HTML. Characters that XML cannot contain are removed. */
export function escapeXml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(notInXml, '').replace(/[&<>"']/g, (character) => names[character] ?? '');
}

/** Characters that XML cannot contain, in any form. */
// eslint-disable-next-line no-control-regex -- the very characters that XML forbids
const notInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;

/** JSON text in which escapes replace the characters that XML cannot contain; these occur only in strings. */
export const jsonForXml = (json: string): string =>
  json.replace(notInXml, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** JSON text for a script element of HTML, which ends at the first end tag anywhere in it. */
export const jsonForScript = (json: string): string => json.replaceAll('<', '\\u003c');

/** Code for a script element. Text that would end the element or begin a comment occurs only in strings and patterns. */
export const textForScript = (code: string): string => code.replace(/<(?=\/script|!--)/gi, '\\x3c');
