import { generateKeyPairSync, sign } from 'node:crypto';

export interface CertificateAndKey {
  readonly cert: string;
  readonly key: string;
}

const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const UTF8_STRING = 0x0c;
const GENERALIZED_TIME = 0x18;
const BIT_STRING = 0x03;
const SEQUENCE = 0x30;
const SET = 0x31;
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
const DNS_NAME = 0x82;

/** Makes a certificate for one host name, good for a day on either side of now, with a key made for it. */
export function selfSignedCertificate(hostname: string): CertificateAndKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const algorithm = der(SEQUENCE, der(OBJECT_IDENTIFIER, Buffer.from([0x2b, 0x65, 0x70])));
  const commonName = der(
    SEQUENCE,
    der(OBJECT_IDENTIFIER, Buffer.from([0x55, 0x04, 0x03])),
    der(UTF8_STRING, hostname),
  );
  const name = der(SEQUENCE, der(SET, commonName));
  const alternativeName = der(
    SEQUENCE,
    der(OBJECT_IDENTIFIER, Buffer.from([0x55, 0x1d, 0x11])),
    der(OCTET_STRING, der(SEQUENCE, der(DNS_NAME, hostname))),
  );
  const day = 86_400_000;
  const toBeSigned = der(
    SEQUENCE,
    der(VERSION, der(INTEGER, Buffer.from([2]))),
    der(INTEGER, Buffer.from([1])),
    algorithm,
    name,
    der(SEQUENCE, time(Date.now() - day), time(Date.now() + day)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(EXTENSIONS, der(SEQUENCE, alternativeName)),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign(null, toBeSigned, privateKey)]);
  const certificate = der(SEQUENCE, toBeSigned, algorithm, der(BIT_STRING, signature));
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}

function time(milliseconds: number): Buffer {
  return der(GENERALIZED_TIME, `${new Date(milliseconds).toISOString().replace(/\D/g, '').slice(0, 14)}Z`);
}

function der(tag: number, ...parts: (Buffer | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
