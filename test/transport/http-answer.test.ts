import * as fc from 'fast-check';
import { parseHttpAnswer } from '../../src/transport/http-answer';

test('a body in chunks of any size is put together again', () => {
  const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 8 });
  fc.assert(
    fc.property(chunks, (parts) => {
      const framed = parts.flatMap((part) => [
        Buffer.from(`${part.length.toString(16)}\r\n`),
        part,
        Buffer.from('\r\n'),
      ]);
      const head = Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n');
      const answer = parseHttpAnswer(Buffer.concat([head, ...framed, Buffer.from('0\r\n\r\n')]));
      expect(answer).toMatchObject({ status: 200, complete: true });
      expect(Buffer.concat([answer?.body ?? new Uint8Array()])).toEqual(Buffer.concat(parts));
    }),
  );
});

test('no bytes make it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      parseHttpAnswer(Buffer.from(`HTTP/1.1 200 OK\r\n${text}`, 'latin1'));
      parseHttpAnswer(Buffer.from(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${text}`, 'latin1'));
    }),
  );
});
