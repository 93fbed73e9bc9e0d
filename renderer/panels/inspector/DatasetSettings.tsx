import { Button } from '@mantine/core';
import { useId } from 'react';
import { settingsNames, type SettingsName } from '../../../graph-nodes/graph/roles';
import { applySettings } from '../../commands/commands';
import { useDocument } from '../../documents/active-graph';
import { countOthers, hasSettings, settingsOf } from '../../documents/dataset-settings';
import { useMessages } from '../../words';

/** Buttons that switch all nodes to the settings of a dataset, with those of this dataset first. */
export function DatasetSettings() {
  const m = useMessages();
  const document = useDocument();
  const id = useId();
  const suited = settingsOf(document);
  const names = [...settingsNames].sort((a, b) => Number(b === suited) - Number(a === suited));
  const others = suited && countOthers(document, suited);
  const aboutOf = (name: SettingsName) => {
    if (!hasSettings(document)) return name === suited ? m.settings.forNew : m.settings.about[name];
    return countOthers(document, name) === 0 ? m.settings.inUse[name] : m.settings.about[name];
  };
  return (
    <section aria-label={m.settings.label}>
      <h3 className="panel-title">{m.settings.label}</h3>
      {others !== undefined && others > 0 && <p>{m.settings.offer(others)}</p>}
      {names.map((name) => (
        <div key={name} className="dataset-settings">
          <Button
            size="compact-xs"
            variant="default"
            disabled={countOthers(document, name) === 0}
            aria-describedby={`${id}-${name}`}
            onClick={() => applySettings(name)}
          >
            {m.actions[`${name}Settings`]}
          </Button>
          <p id={`${id}-${name}`} className="muted">
            {aboutOf(name)}
          </p>
        </div>
      ))}
    </section>
  );
}
