import type { Messages } from './en';

/** What the editor says in Korean. */
export const ko: Messages = {
  close: '닫기',
  actionGroups: {
    graph: '그래프',
    edit: '편집',
    arrange: '정렬',
    view: '보기',
    run: '실행',
    help: '도움말',
  },
  actions: {
    newGraph: '새 그래프',
    open: '열기…',
    save: '저장',
    saveAs: '다른 이름으로 저장…',
    gallery: '갤러리',
    addNode: '포인터 위치에 노드 추가',
    searchPalette: '팔레트 검색',
    undo: '실행 취소',
    redo: '다시 실행',
    duplicate: '복제',
    remove: '삭제',
    selectAll: '모두 선택',
    bypass: '우회 또는 다시 사용',
    connect: '선택한 노드 연결: 연결 목록으로 이동',
    fit: '그래프 전체 보기',
    zoomToSelection: '선택 항목 확대',
    zoomIn: '확대',
    zoomOut: '축소',
    zoomToOne: '100 %로 보기',
    train: '이 그래프 학습',
    shortcuts: '키보드 단축키',
  },
  shortcuts: {
    title: '키보드 단축키',
    byHand: [
      { group: 'edit', keys: 'Tab', does: '포인터가 캔버스 위에 있으면 노드 추가, 아니면 노드와 선을 차례로 이동' },
      { group: 'edit', keys: 'shift+drag', does: '영역으로 선택' },
      { group: 'edit', keys: 'mod+click', does: '하나 더 선택' },
    ],
  },
  search: {
    addNode: '노드 추가',
    addFitting: (socket) => `“${socket}”에 맞는 노드`,
    nothing: '찾은 것이 없습니다.',
  },
  canvas: {
    reroutePoint: '경유점: 화살표 키로 옮기고 Delete 키로 지웁니다',
  },
};
