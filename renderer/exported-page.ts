import './schemas';
import './page/main';
