import { Button, Checkbox, CloseButton, MultiSelect, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { titleOf } from '../../words/kinds';
import { ExplainedButton } from '../../ui/ExplainedButton';
import { useMessages } from '../../words';
import { editDraft } from './store';
import { dispensable, emptyDraft, scenarioSets, type FormProps } from './study-draft';
import { RowsForm } from './RowsForm';
import { SweepForm } from './SweepForm';

export function StudyForm({ draft, graph, problems }: FormProps) {
  const m = useMessages();
  const s = m.experiments.study;
  const { opened } = draft;
  return (
    <div className="study-fields">
      <p className="study-from">
        {opened ? s.fromFile(graph.title) : s.fromGraph(graph.title)}{' '}
        {opened && (
          <Button size="compact-xs" variant="default" onClick={() => editDraft(emptyDraft)}>
            {s.takeGraph}
          </Button>
        )}
      </p>
      <TextInput
        size="xs"
        label={s.name}
        description={s.nameHelp}
        maxLength={200}
        value={draft.title ?? graph.title}
        onChange={(event) => editDraft({ title: event.currentTarget.value })}
      />
      <RowsForm draft={draft} graph={graph} problems={problems} />
      <Bypass draft={draft} graph={graph} />
      <SweepForm draft={draft} graph={graph} problems={problems} />
      <Checkbox.Group
        size="xs"
        label={s.trainedOn}
        description={s.trainedOnHelp}
        value={draft.trainedOn.map((set) => set.join())}
        onChange={(values) => editDraft({ trainedOn: scenarioSets.filter((set) => values.includes(set.join())) })}
      >
        <div className="study-choices">
          {scenarioSets.map((set) => (
            <Checkbox
              key={set.join()}
              size="xs"
              value={set.join()}
              label={set.map((scenario) => m.scenarios[scenario]).join(' + ')}
            />
          ))}
        </div>
      </Checkbox.Group>
      <TextInput
        size="xs"
        label={s.missingRates}
        description={s.missingRatesHelp}
        value={draft.rates}
        error={problems?.get('rates')}
        onChange={(event) => editDraft({ rates: event.currentTarget.value })}
      />
    </div>
  );
}

function Bypass({ draft: { bypass, combinations }, graph }: Pick<FormProps, 'draft' | 'graph'>) {
  const s = useMessages().experiments.study;
  const can = useMemo(() => dispensable(graph), [graph]);
  const [together, setTogether] = useState<string[]>([]);
  const nameOf = (id: string): string => {
    const node = graph.nodes.find((candidate) => candidate.id === id);
    return node ? `${titleOf(node)} (${id})` : id;
  };
  // A node that an opened study leaves out can be unchecked even if the graph is not valid without it.
  const listed = [...can, ...bypass.filter((id) => !can.includes(id))];
  return (
    <>
      <Checkbox.Group
        size="xs"
        label={s.bypass}
        description={listed.length === 0 ? s.noneToBypass : s.bypassHelp}
        value={[...bypass]}
        onChange={(values) => editDraft({ bypass: listed.filter((id) => values.includes(id)) })}
      >
        <div className="study-choices">
          {listed.map((id) => (
            <Checkbox key={id} size="xs" value={id} label={nameOf(id)} />
          ))}
        </div>
      </Checkbox.Group>
      <div className="study-line">
        <MultiSelect
          size="xs"
          label={s.combination}
          data={can.map((id) => ({ value: id, label: nameOf(id) }))}
          value={together}
          onChange={setTogether}
        />
        <ExplainedButton
          size="xs"
          variant="default"
          reason={together.length < 2 ? s.twoNodes : undefined}
          onClick={() => {
            editDraft({ combinations: [...combinations, together] });
            setTogether([]);
          }}
        >
          {s.addCombination}
        </ExplainedButton>
      </div>
      {combinations.length > 0 && (
        <ul className="study-combinations" aria-label={s.combination}>
          {combinations.map((ids, index) => (
            <li key={ids.join()}>
              {ids.map(nameOf).join(' + ')}
              <CloseButton
                size="xs"
                aria-label={s.removeCombination(ids.join(' + '))}
                onClick={() => editDraft({ combinations: combinations.filter((_, other) => other !== index) })}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
