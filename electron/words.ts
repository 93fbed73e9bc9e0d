import { z } from 'zod';
import type { MenuAction } from './menu-actions';

export const languageSchema = z.enum(['en', 'ko']);
export type Language = z.infer<typeof languageSchema>;

/** Texts of the menu, dialogs and notifications of the system. */
export interface Words {
  readonly menus: Readonly<Record<'file' | 'edit' | 'view' | 'run' | 'window' | 'help', string>>;
  readonly actions: Readonly<Record<MenuAction, string>>;
  readonly openRecent: string;
  readonly clearRecent: string;
  readonly showRuns: string;
  readonly showLogs: string;
  readonly quit: string;
  readonly cut: string;
  readonly copy: string;
  readonly paste: string;
  readonly fullScreen: string;
  readonly minimise: string;
  readonly unsaved: { readonly text: string; readonly stay: string; readonly leave: string };
  readonly link: { readonly text: string; readonly open: string; readonly cancel: string };
  readonly gone: { readonly text: string; readonly detail: string; readonly reload: string; readonly quit: string };
  readonly notOpened: (name: string) => string;
  readonly finished: string;
  readonly failed: string;
}

const en: Words = {
  menus: { file: 'File', edit: 'Edit', view: 'View', run: 'Run', window: 'Window', help: 'Help' },
  actions: {
    newGraph: 'New graph',
    open: 'Open…',
    gallery: 'Gallery',
    save: 'Save',
    saveAs: 'Save as…',
    exportPng: 'Export as PNG',
    exportSvg: 'Export as SVG',
    exportTypeScript: 'Export as TypeScript',
    compare: 'Compare with…',
    closeTab: 'Close graph',
    undo: 'Undo',
    redo: 'Redo',
    duplicate: 'Duplicate',
    remove: 'Delete',
    selectAll: 'Select all',
    find: 'Find in the graph',
    fit: 'Fit the graph to the view',
    zoomToSelection: 'Zoom to the selection',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    zoomToOne: 'Zoom to 100 %',
    layOut: 'Lay out automatically',
    train: 'Train',
    experiments: 'Experiments',
    commands: 'All commands',
    shortcuts: 'Keyboard shortcuts',
    about: 'About Missing-Modality Studio',
  },
  openRecent: 'Open recent',
  clearRecent: 'Clear the list',
  showRuns: 'Show the runs folder',
  showLogs: 'Show the log folder',
  quit: 'Quit',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  fullScreen: 'Full screen',
  minimise: 'Minimize',
  unsaved: { text: 'The graph has unsaved changes.', stay: 'Stay', leave: 'Leave without saving' },
  link: { text: 'Open this address in the browser?', open: 'Open', cancel: 'Cancel' },
  gone: {
    text: 'The window crashed.',
    detail: 'Training continues. Reload the window to restore unsaved graphs from their drafts.',
    reload: 'Reload',
    quit: 'Quit',
  },
  notOpened: (name) => `${name} cannot be opened.`,
  finished: 'Training has finished',
  failed: 'Training has failed',
};

const ko: Words = {
  menus: { file: '파일', edit: '편집', view: '보기', run: '실행', window: '창', help: '도움말' },
  actions: {
    newGraph: '새 그래프',
    open: '열기…',
    gallery: '갤러리',
    save: '저장',
    saveAs: '다른 이름으로 저장…',
    exportPng: 'PNG로 내보내기',
    exportSvg: 'SVG로 내보내기',
    exportTypeScript: 'TypeScript로 내보내기',
    compare: '비교…',
    closeTab: '그래프 닫기',
    undo: '실행 취소',
    redo: '다시 실행',
    duplicate: '복제',
    remove: '삭제',
    selectAll: '모두 선택',
    find: '그래프에서 찾기',
    fit: '그래프 전체 보기',
    zoomToSelection: '선택 항목 확대',
    zoomIn: '확대',
    zoomOut: '축소',
    zoomToOne: '100 %로 보기',
    layOut: '자동 배치',
    train: '학습',
    experiments: '실험',
    commands: '모든 명령',
    shortcuts: '키보드 단축키',
    about: 'Missing-Modality Studio 정보',
  },
  openRecent: '최근 파일 열기',
  clearRecent: '목록 지우기',
  showRuns: '실행 폴더 열기',
  showLogs: '로그 폴더 열기',
  quit: '종료',
  cut: '잘라내기',
  copy: '복사',
  paste: '붙여넣기',
  fullScreen: '전체 화면',
  minimise: '최소화',
  unsaved: { text: '그래프에 저장하지 않은 변경이 있습니다.', stay: '머무르기', leave: '저장하지 않고 나가기' },
  link: { text: '이 주소를 브라우저에서 열까요?', open: '열기', cancel: '취소' },
  gone: {
    text: '오류로 창이 멈췄습니다.',
    detail: '학습은 계속됩니다. 창을 다시 불러오면 저장하지 않은 그래프가 임시 저장본에서 복원됩니다.',
    reload: '다시 불러오기',
    quit: '종료',
  },
  notOpened: (name) => `${name}을(를) 열 수 없습니다.`,
  finished: '학습이 끝났습니다',
  failed: '학습이 실패했습니다',
};

export const words: Readonly<Record<Language, Words>> = { en, ko };

/** Language of a locale such as `ko-KR`; English if there are no texts for it. */
export const languageOf = (locale: string): Language => languageSchema.safeParse(locale.split('-')[0]).data ?? 'en';
