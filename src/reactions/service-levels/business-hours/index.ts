export { BusinessHoursModule } from './business-hours.module.js';
export { WorkingTimes } from './working-times.js';
