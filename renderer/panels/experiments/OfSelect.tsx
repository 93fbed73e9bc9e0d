import { Select } from '@mantine/core';
import { experiments } from './store';

interface Props {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string | undefined;
}

/** Source of a page: all runs, the runs chosen in the list, or a study. The pages share the choice. */
export function OfSelect({ label, options, value }: Props) {
  return (
    <Select
      size="xs"
      w={300}
      label={label}
      data={options.map((option) => ({ value: option.value, label: option.label }))}
      value={value ?? null}
      allowDeselect={false}
      onChange={(chosen) => chosen !== null && experiments.setState({ tableOf: chosen })}
    />
  );
}
