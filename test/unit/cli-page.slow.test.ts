import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { studio } from '../../engine/cli/studio';
import { documentationPages, read } from '../fixtures/pages';

/** Commands with their words, without those that only group others. */
function commandsOf(command: Command, words: string): Map<string, Command> {
  const own = [words, ...command.registeredArguments.map(argumentText)].join(' ');
  if (command.commands.length === 0) return new Map([[own, command]]);
  return new Map(command.commands.flatMap((child) => [...commandsOf(child, `${words} ${child.name()}`)]));
}
const argumentText = (argument: Command['registeredArguments'][number]): string => {
  const text = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${text}>` : `[${text}]`;
};
const commands = commandsOf(studio(), 'studio');

describe('docs/cli.md', () => {
  const sections = new Map(
    read('docs/cli.md')
      .split(/^#+ /m)
      .flatMap((section) => {
        const [, name] = /^`(studio [^`]+)`\n/.exec(section) ?? [];
        return name === undefined ? [] : [[name, section] as const];
      }),
  );

  it('has a section for every command', () => {
    expect([...sections.keys()].toSorted()).toEqual([...commands.keys()].toSorted());
  });

  it.each([...commands])('lists the options of %s', (name, command) => {
    const listed = [...(sections.get(name) ?? '').matchAll(/^\| `(--[^`]+)`/gm)].map(([, flags]) => flags);
    expect(listed).toEqual(command.options.map(({ flags }) => flags));
  });

  it('and all other pages use commands and options that exist', () => {
    const lines = documentationPages.flatMap((page) =>
      [...read(page).matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) => block.split('\n')),
    );
    const used = lines.flatMap((line) => /^(?:npx |\.\/)(studio [^#]*)/.exec(line)?.[1] ?? []);
    expect(used.length).toBeGreaterThan(15);
    for (const line of used) {
      const [found] = [...commands].filter(([name]) => line.startsWith(name.replace(/ [<[].*/, '')));
      if (!found) throw new Error(`“${line}” is no command.`);
      const known = found[1].options.map(({ long }) => long);
      for (const [option] of line.matchAll(/--[\w-]+/g)) expect(known, line).toContain(option);
    }
  });
});
