/**
 * Words of scientific prose that say nothing of a subject, so that no suggested topic contains, begins or ends with
 * one. Chosen by looking at what some thousand abstracts suggest without them; whole words in lower case.
 */
export const neverInTopic = words(`
  abilities ability able absence accelerate accelerated accelerates accelerating accordingly accurate accurately achieve
  achieved achievement achievements achieves achieving across actual additional address addressed addresses addressing
  advance advanced advancement advancements advances advancing affect affected affecting affects aim aimed aiming aims
  allow allowed allowing allows amount amounts analyze analyzing appear applied applies apply applying approach
  approaches art aspect aspects assess assessed assesses assessing assume attempt attempted attempts author authors
  average based baseline baselines become becomes becoming best better bridge bridges bridging bring bringing brings
  broad build building builds built called capabilities capability capable capture captured captures capturing careful
  carefully case cases challenge challenges challenging change changes choice choices clear clearly close closely
  collect collected collecting com combine combined combines combining common commonly comparable comparative compare
  compared compared-to compares comparing comparison comparisons competitive complex complexity comprehensive comprise
  comprised comprises comprising compute computed conduct conducted consider considerable considered considering
  considers consist consistent consistently consisting consists construct constructed constructing constructs contain
  contained containing contains contribute contributed contributes contributing contribution contributions conventional
  correspond corresponding cost costs create created creates creating critical critically crucial current currently day
  days deal define defined degree deliver delivered delivering delivers demand demanding demands demonstrate
  demonstrated demonstrates demonstrating depend depends derive derived describe described describes describing design
  designed designing designs desired despite detail detailed details determine determined determines determining develop
  developed developing developments develops differ difference differences different differing differs difficult
  difficulties difficulty directly discuss discussed discusses discussing diverse drawn drive driving due easily easy
  effect effective effectively effectiveness effects efficacy efficiency efficiently effort efforts eliminate eliminates
  eliminating emerge emerged emerges emerging employ employed employing employs enable enabled enables enabling
  encounter encountered encounters enhance enhanced enhancement enhances enhancing ensure ensures ensuring entire
  essential establish established establishes establishing evaluate evaluated evaluates evaluating evidence examine
  examined examines examining example examples exceed excel excelled excellent excelling excels exhibit exhibited
  exhibiting exhibits exist existence existing exists expect expected expensive experiment experimental experiments
  explain explaining explains exploit exploited exploiting exploits explore explored explores exploring extend extended
  extending extends extension extensions extensive extensively extent face faces facilitate facilitated facilitates
  facilitating fact factor factors fail failed failing fails failure failures family far faster final finally find
  finding findings finds fine-tuning first focus focused focuses focusing follow followed following follows formal
  formulate formulated formulates formulating foster fostering fosters foundational four framework frameworks frequently
  fully fundamental fundamentally future gain gained gaining gains gap gaps general generalizable generalize generalizes
  generally generated github give given gives goal goals good greater grow growing guarantee guided guides guiding
  handle handling hard help helps high high-quality higher highest highlight highlighted highlighting highlights highly
  hinder hindered hindering hinders hold holding holds http https idea ideas identified identifies identify identifying
  ignore illustrate impact impacted impactful impacting impacts implement implementation implementations implemented
  implementing implements implications importance important impressive improve improved improvement improvements
  improves improving include included includes including incorporate incorporated incorporates incorporating
  incorporation increase increased increases increasing increasingly indicate indicated indicates indicating indicative
  inherent initial innovation innovations innovative insight insights inspired integrate integrated integrates
  integrating integration interest introduce introduced introduces introducing investigate investigated investigates
  investigating investigation involve involved involves involving issue issues jointly keep keeping keeps key kind lack
  lacking lacks large-scale largely larger last later latest lead leading leads learned learns led left leverage
  leveraged leverages leveraging likely limit limitation limitations limited limiting limits line little long-term low
  lower magnitude main mainly maintain maintained maintaining maintains major majority make makes making manner massive
  match meaningful method methodologies methodology methods mitigate mitigates mitigating modest modify motivate
  motivated motivates motivating motivation multiple namely naturally nature nearly necessary need needed needs new
  newly non notable notably note novel novelty number numbers numerous observation observations observe observed obtain
  obtained obtaining obtains occur occurred occurring occurs offer offering offers one-size-fits-all opportunities
  opportunity order orders org original our outline outlined outlines outperform outperformed outperforming outperforms
  overall overcome overcoming overhead overview paper papers paradigm paradigms part partially particular particularly
  perform performance performances performed performing performs period pipeline pipelines place play plays poor pose
  posed poses posing possess possibilities possibility possible possibly post potential potentially powerful practical
  practice preliminary presence present presented presenting presents preserve preserves preserving prevent preventing
  prevents previous previously primarily primary problem problems procedure procedures produce produced produces
  producing progress progressive progressively prominent promise promising promote promoted promotes promoting propose
  proposed proposes proposing prove proved provide provided provides providing publicly purpose pursue quality
  quantified quantifies quantify quantifying question questions quickly quite raise raised raises raising range ranges
  ranging rapid rapidly rarely rate rates reach reaches real realize really reason recent recently reduce reduced
  reduces reducing reduction refer reflect reflected reflecting reflects regarding regardless related relatively release
  released releases relevant reliable reliably reliance reliant relies rely relying remain remaining remains remarkable
  remarkably report reported reports require required requirement requirements requires requiring research researchers
  resolve respect respectively restrict result resulted resulting results retain retained retaining retains rethinking
  reveal revealed revealing reveals review revisiting rich rigorous robustly role roughly same satisfies satisfy
  satisfying say scalable scenario scenarios scheme scope second seek seeking seeks seen serve serves serving set sets
  setting settings several severe share shared shift short show showed showing shown shows significance significant
  significantly similar similarly simple simply simultaneously since single situation solution solutions solve solved
  solves solving sophisticated sota span spanning spans specialized specific specifically stage stages standard
  state-of-art state-of-the-art step steps strategies strategy strength strengths strict strong stronger struggle
  struggled struggles struggling studied studies study studying substantial substantially success successful
  successfully suffer suffers sufficient suggest suggested suggesting suggests suitable suite suited superior
  superiority support supported supporting supports surpass surpasses surpassing survey surveys systematic
  systematically tackle tackled tackles tackling take taken takes taking task tasks technique techniques tend term
  termed terms thorough thoroughly three time together toward towards traditional trained training-based training-time
  treat true try tuned two type types typical typically ultimately uncover uncovered uncovering uncovers underlying
  understand unexplored unified unique unknown unlock unlocking unprecedented unveiling use used useful usefulness user
  users uses using utilize utilized utilizes utilizing valid validate validated validates valuable variant variants
  variation variations variety various vary varying vast versus via vital want way ways we weaknesses well whole wide
  widely wise work working works www year years yield yielded yielding yields
`);

/** Fine within or at the end of a topic (`in-context learning`), never at its beginning. */
export const neverFirst = words(`
  accuracy aligning analysis application applications available benchmark benchmarking benchmarks both choosing class component components
  concept control controlling data dataset datasets detecting direct domain domains dynamic efficient end environment
  environments evaluation evaluations every exact extracting fast feature features final fine-tuning free full generating generation
  global hand human information input inputs inference interactions issue joint knowing learn learning level levels local measuring
  mechanism mechanisms metric metrics model modeling modelling models module modules natural-sounding network networks objective objectives only open
  optimal output outputs outcomes parallel parameter parameters per performance predicting prediction principled process processes processing proper properties real-world
  reasoning representation representations resources robust sample samples scale scaling scores selecting signal signals size small source sources space
  state states structure structures subject system systems target targeted test testing theoretical three-stage tools
  total train training transform transferring tuning two-stage understanding unsolved values view world-class
  achieving lightweight simple-yet-effective user-friendly interpretable
`);

/** Fine at the beginning or within a topic, never at its end. */
export const neverLast = words(`
  ability accuracy analysis application applications architecture architectures area available benchmark benchmarks capacity class
  code community component components computational concept condition conditions constraints context contexts controlled core cross
  data dataset datasets deep dependent dimension dimensions direction directions domain domains downstream driven dynamic effective efficient end enough environment environments error
  errors evaluation evaluations external feature features field fields fine fixed free full global grained group high-dimensional human
  humans inference-time information input inputs instance instances intelligent internal knowledge known language large latent layer layers learnable length
  level levels local long loss mechanism mechanisms metric metrics million mode module modules multi multimodal natural neural objective objectives offline
  online only open optimal output outputs pair pairs parameter parameters pattern patterns per pretrained principle principles process processes
  project properties property public ratio real real-world region regions relation relations resource resources robust samples sample
  score scores semantic sequence sequences size small software source sources space spaces spatial speed state states stream structure structures
  subject supervised system systems target test text theory time-consuming token tokens tool top total train training unseen
  value values view views visual
`);

/** Names of subjects although a word of them is generic everywhere else; without hyphens. */
export const wellKnownNames: ReadonlySet<string> = new Set([
  "active learning",
  "adversarial training",
  "autonomous driving",
  "change detection",
  "data augmentation",
  "dataset distillation",
  "differential equations",
  "domain adaptation",
  "domain generalization",
  "dynamical systems",
  "face recognition",
  "fact checking",
  "gaussian process",
  "gaussian processes",
  "image enhancement",
  "information extraction",
  "information retrieval",
  "instruction following",
  "instruction tuning",
  "inverse problems",
  "metric learning",
  "model merging",
  "optimal transport",
  "pose estimation",
  "quality assessment",
  "question answering",
  "radiance fields",
  "scaling laws",
  "sentiment analysis",
  "sign language",
  "state space",
  "synthetic data",
  "tabular data",
  "time series",
  "view synthesis",
]);

/** Names of whole fields: a channel that follows one follows everything. */
export const broadTopics: ReadonlySet<string> = new Set([
  "ai",
  "artificial intelligence",
  "machine learning",
  "deep learning",
  "neural network",
  "neural networks",
  "deep networks",
  "deep neural networks",
  "natural language",
  "natural language processing",
  "language processing",
  "computer vision",
  "generative models",
  "generative ai",
  "ai systems",
  "ai models",
  "language models",
  "ground truth",
  "loss function",
  "loss functions",
  "fine-tuning",
  "3d",
  "2d",
  "llm-based",
  "gpt",
  "nlp",
  "ml",
  "deep learning models",
  "machine learning models",
  "pre-training",
  "post-training",
  "decision-making",
  "open-source",
  "trade-off",
  "trade-offs",
]);

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/u).filter(Boolean));
}
