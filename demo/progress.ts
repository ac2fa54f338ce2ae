/** Where the demo writes: a terminal gets one line that counts up, anything else a line every quarter. */
export interface Output {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** Returns the callback that reports how many of `total` are done. */
export function progress(output: Output, label: string, total: number): (done: number) => void {
  let reported = 0;
  return (done) => {
    if (output.isTTY) {
      output.write(`\r${label} ${done}/${total}${done === total ? '\n' : ''}`);
      return;
    }
    const quarter = Math.floor((done * 4) / total);
    if (quarter > reported) {
      reported = quarter;
      output.write(`${label} ${done}/${total}\n`);
    }
  };
}
