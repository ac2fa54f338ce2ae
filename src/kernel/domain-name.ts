import { domainToASCII } from 'node:url';

const LONGEST_NAME = 253;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const TOP_LEVEL = /^([a-z]{2,63}|xn--[a-z0-9-]+)$/;

/**
 * The domain that a text names, however people write it: `https://WWW.Example.com/about` → `example.com`, letters
 * outside ASCII in their Punycode form. Undefined when it names none: an IP address, `localhost`, a text.
 */
export function toDomainName(text: string): string | undefined {
  const [, host = ''] =
    /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/?#\s@:]+)(?::\d{1,5})?(?:[/?#]\S*)?$/i.exec(text.trim()) ?? [];
  const name = domainToASCII(host.replace(/\.$/, '')).replace(/^www\.(?=[^.]+\.)/, '');
  const labels = name.split('.');
  const isOne =
    name.length <= LONGEST_NAME &&
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label)) &&
    TOP_LEVEL.test(labels.at(-1) ?? '');
  return isOne ? name : undefined;
}
