import { Select } from '@mantine/core';
import { questionsOf } from '../../graph-nodes/datasets/orchestra/ask';
import { slotValues, type Slot } from '../../graph-nodes/datasets/orchestra/templates';
import { useMessages } from '../words';
import { questionsText } from '../words/questions';
import { nearestQuestion, slotChoices, templateOf, withQuestion, type Asked } from './asking';
import { answerName } from './names';

const slotsIn = (wording: string): Slot[] =>
  (Object.keys(slotValues) as Slot[]).filter((slot) => wording.includes(`{${slot}}`));

interface Props {
  readonly asked: Asked;
  readonly onAsk: (asked: Asked) => void;
}

/** Words of the question, from the templates and slots that a scene can answer. */
export function QuestionChoice({ asked, onAsk }: Props) {
  const m = useMessages();
  if (asked.scene === null) return null;
  const templates = questionsOf(asked.scene);
  const template = templateOf(templates, asked.text);
  if (template === undefined) return <p className="muted">{m.stage.noQuestions}</p>;
  const present = template.questions.find(({ text }) => text === asked.text);
  const slots = slotsIn(template.wording);
  const groups = [...new Set(templates.map(({ type }) => type))].map((type) => ({
    group: questionsText(type, m),
    items: templates
      .filter((each) => each.type === type)
      .map(({ wording }) => ({ value: wording, label: `${wording.replaceAll(/\{\w+\}/g, '…')}?` })),
  }));
  return (
    <div className="stage-question-words" role="group" aria-label={m.stage.words}>
      <Select
        size="xs"
        label={m.stage.template}
        data={groups}
        value={template.wording}
        allowDeselect={false}
        maxDropdownHeight={360}
        onChange={(wording) => {
          const chosen = templates.find((each) => each.wording === wording);
          const question = chosen && nearestQuestion(chosen, present?.slots ?? {});
          if (question) onAsk(withQuestion(asked, question));
        }}
      />
      {slots.map((slot) => (
        <Select
          key={slot}
          size="xs"
          label={m.stage.slots[slot]}
          data={slotChoices(template, slot).map((value) => ({ value, label: answerName(value, m) }))}
          value={present?.slots[slot] ?? null}
          allowDeselect={false}
          onChange={(value) => {
            const question = value && nearestQuestion(template, { ...present?.slots, [slot]: value }, slot);
            if (question) onAsk(withQuestion(asked, question));
          }}
        />
      ))}
    </div>
  );
}
