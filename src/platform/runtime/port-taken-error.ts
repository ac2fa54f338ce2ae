/** Says which setting moves the server to another port. */
export class PortTakenError extends Error {
  constructor(port: number, options: ErrorOptions) {
    super(`Port ${port} is taken: stop what listens there, or set PORT to another one`, options);
    this.name = 'PortTakenError';
  }
}
