import { expect, it } from 'vitest';
import { besideNode } from './beside-node';

it('drops the name of the node from its problem, in both languages', () => {
  const connect = 'input “batch” is not connected; connect dataset batch to it.';
  expect(besideNode(`Node “Audio encoder”: ${connect}`)).toBe(`I${connect.slice(1)}`);
  expect(besideNode('Node “rmm”, parameter “slots”: 0 is too small.')).toBe('Parameter “slots”: 0 is too small.');
  expect(besideNode('노드 “음성 인코더”의 입력 “batch”이(가) 연결되지 않았습니다.')).toBe(
    '입력 “batch”이(가) 연결되지 않았습니다.',
  );
  expect(besideNode('Node “rmm” cannot be bypassed.')).toBe('Node “rmm” cannot be bypassed.');
});
