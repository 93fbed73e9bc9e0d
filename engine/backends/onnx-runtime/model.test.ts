import { equals, fromBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { smallModel } from '../../../test/fixtures/small-model';
import { ModelProtoSchema } from '../../protos/onnx';
import { encodeModel } from '../../recorder/model';

/** The model with lists of numbers packed: the other encoding that protobuf allows for them. */
const packed =
  'CAgSF21pc3NpbmctbW9kYWxpdHktc3R1ZGlvOoYCCioKBndlaWdodBIGdHVybmVkIglUcmFuc3Bvc2UqDQoEcGVybUICAQCgAQcKHAoBeAoGdHVybmVkEgdw' +
  'cm9kdWN0IgZNYXRNdWwKLAoHcHJvZHVjdBIFbGVha3kiCUxlYWt5UmVsdSoPCgVhbHBoYRUAAIA+oAEBCjEKBWxlYWt5Cgdwcm9kdWN0EgF5IgZDb25jYXQq' +
  'FAoEYXhpcxj///////////8BoAECEgVzbWFsbCooCgICAxABQgZ3ZWlnaHRKGAAAgD8AAABAAABAQAAAgEAAAKBAAADAQFoTCgF4Eg4KDAgBEggKAggECgII' +
  'A2ITCgF5Eg4KDAgBEggKAggECgIIBEIECgAQEnIOCgV0aXRsZRIFU21hbGw=';

describe('an encoded ONNX model', () => {
  const decoded = fromBinary(ModelProtoSchema, encodeModel(smallModel));

  it('equals the model that the first version of the encoder wrote', () => {
    const first = fromBinary(ModelProtoSchema, Buffer.from(packed, 'base64'));
    expect(equals(ModelProtoSchema, decoded, first)).toBe(true);
  });

  it('stores the bytes of each initializer unchanged', () => {
    expect(decoded.graph?.initializer.map(({ name, rawData }) => ({ name, bytes: rawData }))).toEqual(
      smallModel.initializers.map(({ name, bytes }) => ({ name, bytes })),
    );
  });

  it('distinguishes open axes from sizes', () => {
    const open = encodeModel({ ...smallModel, inputs: [{ name: 'x', type: 'int64', shape: ['batch', 0] }] });
    const type = fromBinary(ModelProtoSchema, open).graph?.input[0]?.type?.value;
    expect(type?.case).toBe('tensorType');
    expect(type?.case === 'tensorType' && type.value.shape?.dim.map(({ value }) => value)).toEqual([
      { case: 'dimParam', value: 'batch' },
      { case: 'dimValue', value: 0n },
    ]);
  });
});
