export { AuthModule } from './auth.module.js';
export { AuthenticationGuard } from './authentication.guard.js';
export { RegisterDto } from './dto/register.dto.js';
export { RegistrationService } from './registration.service.js';
