import { Select } from '@mantine/core';
import { experiments, useExperiments } from './store';

interface Props {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string | undefined;
}

/** The chosen source of a page; before a choice, the study that runs, else the first source. */
export function useSource<Source extends { readonly value: string }>(sources: readonly Source[]): Source | undefined {
  const wanted = useExperiments((state) => state.tableOf);
  const running = useExperiments((state) => state.studies.find((study) => study.state === 'running')?.study);
  const named = (name: string | undefined) => sources.find(({ value }) => value === name);
  return named(wanted) ?? named(running) ?? sources[0];
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
