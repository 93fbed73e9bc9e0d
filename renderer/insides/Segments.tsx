import { SegmentedControl } from '@mantine/core';

interface SegmentsProps<Value extends string> {
  readonly title: string;
  readonly value: Value;
  readonly options: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
}

/** A choice of a few values, with a title. */
export const Segments = <Value extends string>({ title, value, options, onChange }: SegmentsProps<Value>) => (
  <div className="explorer-segments">
    <span aria-hidden>{title}</span>
    <SegmentedControl
      size="xs"
      aria-label={title}
      value={value}
      onChange={(next) => onChange(next as Value)}
      data={options.map(([each, label]) => ({ value: each, label }))}
    />
  </div>
);
