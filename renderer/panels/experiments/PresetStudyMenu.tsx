import { Button, Menu } from '@mantine/core';
import { useMessages } from '../../words';
import { studyTexts } from '../../words/presets';
import { takePresetStudy } from './study-commands';
import { usePresetStudies } from './use-preset-studies';

/** Bundled studies, to open in the form. */
export function PresetStudyMenu() {
  const m = useMessages().experiments.study;
  const studies = usePresetStudies();
  return (
    <Menu position="bottom-start" width={420}>
      <Menu.Target>
        <Button size="compact-sm" variant="default">
          {m.presets}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {studies.map((study) => {
          const { title, description } = studyTexts(study.name, study.document);
          return (
            <Menu.Item key={study.name} onClick={() => takePresetStudy(study)}>
              {title}
              <span className="study-description muted">{description}</span>
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
