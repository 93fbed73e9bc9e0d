import { NumberInput, ScrollArea } from '@mantine/core';
import { useMemo } from 'react';
import { useMessages } from '../../words';
import { StudyForm } from './StudyForm';
import { StudyList } from './StudyList';
import { StudyPlan } from './StudyPlan';
import { rowFaults, studyOf } from './study-draft';
import { editDraft, experiments, useExperiments } from './store';
import { useDocument } from '../../documents/active-graph';

/** Form of a study, its plan, and the list of studies. */
export function StudyPage() {
  const m = useMessages().experiments.study;
  const draft = useExperiments((state) => state.draft);
  const atHand = useDocument();
  const workers = useExperiments((state) => state.workers);
  const read = useMemo(() => studyOf(draft, atHand), [draft, atHand]);
  const problems = useMemo(() => ('problems' in read ? read.problems : rowFaults(read.study)), [read]);
  return (
    <div className="experiments-page study">
      <ScrollArea className="study-form" viewportProps={{ tabIndex: 0, 'aria-label': m.form, role: 'group' }}>
        <StudyForm draft={draft} graph={draft.opened?.graph ?? atHand} problems={problems} />
      </ScrollArea>
      <ScrollArea className="study-side" viewportProps={{ tabIndex: 0, 'aria-label': m.plan, role: 'group' }}>
        <StudyPlan study={'study' in read ? read.study : undefined} problem={problems.get('study')} workers={workers}>
          <NumberInput
            size="xs"
            w={260}
            label={m.seeds}
            description={m.seedsHelp}
            min={1}
            max={1000}
            allowDecimal={false}
            clampBehavior="strict"
            value={draft.seeds}
            onChange={(value) => typeof value === 'number' && editDraft({ seeds: value })}
          />
          <NumberInput
            size="xs"
            w={260}
            label={m.workers}
            description={m.workersHelp}
            min={1}
            max={256}
            allowDecimal={false}
            value={workers ?? ''}
            onChange={(value) => experiments.setState({ workers: typeof value === 'number' ? value : undefined })}
          />
        </StudyPlan>
        <StudyList workers={workers} />
      </ScrollArea>
    </div>
  );
}
