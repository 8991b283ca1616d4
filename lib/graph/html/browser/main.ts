import { startPage } from './start';

startPage();
