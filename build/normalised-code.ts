import ts from 'typescript';

export interface Normalisation {
  /** True if texts are data, so that they change the digest. */
  readonly keepTexts: boolean;
  /** Name of the source file of a relative path; empty if there is none. */
  target(specifier: string): string;
}

/** Matches the mark of a relative path in normalised code; its group is the name of the target. */
export const moduleMark = /@\{([^{}]*)\}@/g;

/**
 * The JavaScript of a TypeScript source without comments, types, formatting, relative paths and texts for people. A
 * text is removed if it has white space and letters, or is the value of a property such as “title”. Names and option
 * values stay.
 */
export function normalisedCode(fileName: string, source: string, normalisation: Normalisation): string {
  const { outputText } = ts.transpileModule(source, {
    fileName,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      removeComments: true,
      newLine: ts.NewLineKind.LineFeed,
    },
    transformers: { before: [neutralised(normalisation)] },
  });
  const lines = outputText.split('\n');
  const isImport = (line: string) => line.startsWith('import ');
  // A moved file may have its imports in another order.
  const ordered = [...lines.filter(isImport).sort(), ...lines.filter((line) => !isImport(line))];
  return withoutFormatting(ordered.join('\n'));
}

/** Removes formatting: line breaks, spaces and trailing commas. */
const withoutFormatting = (code: string): string =>
  code
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([^\w\s$'"`]) ?/g, '$1')
    .replaceAll(/,([\])}])/g, '$1');

/** Properties with texts for people. */
const textProperties: ReadonlySet<string> = new Set([
  'title',
  'label',
  'description',
  'text',
  'help',
  'source',
  'message',
]);

/** Functions whose arguments are option values, such as `z.enum`. */
const optionFunctions: ReadonlySet<string> = new Set(['enum', 'literal', 'default']);

/** Reading of a string literal by its place: a text for people, an option value, or determined by its content. */
type Reading = 'text' | 'value' | 'content';

const isTextProperty = (name: ts.PropertyName): boolean =>
  (ts.isIdentifier(name) || ts.isStringLiteral(name)) && textProperties.has(name.text);

const hasWords = (text: string): boolean => /\s/.test(text) && /\p{L}/u.test(text);
const isRelative = (text: string): boolean => /^\.{1,2}\//.test(text);

function neutralised({ keepTexts, target }: Normalisation): ts.TransformerFactory<ts.SourceFile> {
  const isNeutral = (text: string, reading: Reading) =>
    !keepTexts && (reading === 'text' || (reading === 'content' && hasWords(text)));
  return (context) => {
    const { factory } = context;
    const visitor =
      (reading: Reading): ts.Visitor =>
      (node) => {
        if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
          if (isRelative(node.text)) return factory.createStringLiteral(`@{${target(node.text)}}@`);
          return isNeutral(node.text, reading) ? factory.createStringLiteral('') : node;
        }
        if (ts.isTemplateExpression(node)) return visitTemplate(node, reading);
        if (ts.isPropertyAssignment(node)) {
          const inner = isTextProperty(node.name) ? 'text' : reading;
          const initializer = ts.visitNode(node.initializer, visitor(inner), ts.isExpression);
          return factory.updatePropertyAssignment(node, node.name, initializer ?? node.initializer);
        }
        const inner = ts.isFunctionLike(node) && reading === 'value' ? 'content' : reading;
        const options = optionsIn(node);
        const visitChild: ts.Visitor = (child) => visitor(options.includes(child) ? 'value' : inner)(child);
        return ts.visitEachChild(node, visitChild, context);
      };
    const visitTemplate = (node: ts.TemplateExpression, reading: Reading): ts.Node => {
      const texts = [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text);
      const neutral = isNeutral(texts.join('x'), reading);
      const head = neutral || isRelative(node.head.text) ? factory.createTemplateHead('') : node.head;
      const spans = node.templateSpans.map((span) => {
        const expression = ts.visitNode(span.expression, visitor(reading), ts.isExpression) ?? span.expression;
        const last = ts.isTemplateTail(span.literal);
        const empty = last ? factory.createTemplateTail('') : factory.createTemplateMiddle('');
        return factory.updateTemplateSpan(span, expression, neutral ? empty : span.literal);
      });
      return factory.updateTemplateExpression(node, head, spans);
    };
    return (file) => ts.visitEachChild(file, visitor('content'), context);
  };
}

const comparisons: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** Children of a node that are always option values or names of properties. */
function optionsIn(node: ts.Node): readonly ts.Node[] {
  if (ts.isBinaryExpression(node)) return comparisons.has(node.operatorToken.kind) ? [node.left, node.right] : [];
  if (ts.isCaseClause(node)) return [node.expression];
  if (ts.isElementAccessExpression(node)) return [node.argumentExpression];
  if (ts.isAsExpression(node)) return ts.isConstTypeReference(node.type) ? [node.expression] : [];
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    return optionFunctions.has(node.expression.name.text) ? node.arguments : [];
  }
  return [];
}
