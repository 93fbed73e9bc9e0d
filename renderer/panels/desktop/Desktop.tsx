import { useEffect } from 'react';
import { actions } from '../../commands/actions';
import { notify } from '../../ui/toasts';
import { messages, useLanguage } from '../../words';
import { errorText } from '../../words/engine';
import { openAny } from './open-any';

/** Connects the window to the desktop: actions of the menu, files opened with the application, and the language of the menu. */
export function Desktop() {
  const language = useLanguage();
  useEffect(() => {
    const host = window.studioHost;
    host?.onAction((id) => actions.find((action) => action.id === id)?.run());
    host?.onFile(({ name, bytes, place }) => {
      const write = place === undefined ? undefined : (text: string) => host.saveFile(place, text);
      void openAny(new File([bytes], name), write).catch((error: unknown) =>
        notify('error', messages().files.notOpened(name, errorText(error))),
      );
    });
  }, []);
  useEffect(() => {
    window.studioHost?.setLanguage(language);
  }, [language]);
  return null;
}
