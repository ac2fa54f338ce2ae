export { AuthModule } from './auth.module.js';
export { JwtAuthGuard } from './jwt-auth.guard.js';
