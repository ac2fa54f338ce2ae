export { AuthModule } from './auth.module.js';
export { AuthenticationGuard } from './authentication.guard.js';
export { AuthService } from './auth.service.js';
export { RegisterDto } from './dto/register.dto.js';
export { TokensDto } from './dto/tokens.dto.js';
export { LoginLimit } from './login-limit.js';
export { RegistrationService } from './registration.service.js';
