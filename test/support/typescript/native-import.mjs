import './register.mjs';

/** Node's own import(). Jest turns import() in its global set-up into require(), which cannot resolve `./x.js` to TypeScript. */
export const nativeImport = (url) => import(url);
