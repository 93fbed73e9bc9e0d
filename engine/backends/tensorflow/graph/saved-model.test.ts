import { fromBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { smallModel } from '../../../../test/fixtures/small-model';
import { DataType, SavedModelSchema } from '../../../protos/tensorflow';
import { encodeSavedModel, savedModelTag } from './saved-model';
import { translate } from './translate';

/** `saved_model.pb` of the small model, written by the first version of the encoder. */
const first =
  'CAES2gMKByIFc2VydmUSzgMKSwoCbjESBUNvbnN0KgsKBWR0eXBlEgIwASoxCgV2YWx1ZRIoQiYIARIIEgIIAhICCAMiGAAAgD8AAABAAABAQAAAgEAAAKBA' +
  'AADAQAoyCgF4EgtQbGFjZWhvbGRlcioLCgVkdHlwZRICMAEqEwoFc2hhcGUSCjoIEgIIBBICCAMKNwoCbjISBUNvbnN0KgsKBWR0eXBlEgIwAyodCgV2YWx1' +
  'ZRIUQhIIAxIEEgIIAiIIAQAAAAAAAAAKIAoCbjMSCVRyYW5zcG9zZRoCbjEaAm4yKgcKAVQSAjABCkIKAm40EgZNYXRNdWwaAXgaAm4zKgcKAVQSAjABKhEK' +
  'C3RyYW5zcG9zZV9hEgIoACoRCgt0cmFuc3Bvc2VfYhICKAAKLAoCbjUSCUxlYWt5UmVsdRoCbjQqBwoBVBICMAEqDgoFYWxwaGESBSUAAIA+Ci8KAm42EgVD' +
  'b25zdCoLCgVkdHlwZRICMAMqFQoFdmFsdWUSDEIKCAMSACIE/////wosCgJuNxIIQ29uY2F0VjIaAm41GgJuNBoCbjYqBwoBVBICMAEqBwoBThICGAIKGgoB' +
  'eRIISWRlbnRpdHkaAm43KgcKAVQSAjABIgMI8wo=';

describe('an encoded SavedModel', () => {
  const bytes = encodeSavedModel(translate(smallModel, (name) => name));

  it('has the bytes that the first version of the encoder wrote', () => {
    expect(Buffer.from(bytes).toString('base64')).toBe(first);
  });

  it('has one graph under its tag, with the numbers of its weights', () => {
    const [graph, ...others] = fromBinary(SavedModelSchema, bytes).metaGraphs;
    expect(others).toEqual([]);
    expect(graph?.metaInfoDef?.tags).toEqual([savedModelTag]);
    const weight = graph?.graphDef?.node.find(({ op }) => op === 'Const')?.attr['value']?.value;
    expect(weight).toMatchObject({
      case: 'tensor',
      value: {
        dtype: DataType.DT_FLOAT,
        tensorShape: { dim: [{ size: 2n }, { size: 3n }] },
        tensorContent: smallModel.initializers[0]?.bytes,
      },
    });
  });
});
