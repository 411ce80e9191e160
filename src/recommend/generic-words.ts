/**
 * Words of scientific prose that say nothing of a subject, so that no suggested topic contains, begins or ends with
 * one. Chosen by looking at what some thousand abstracts suggest without them; whole words in lower case.
 */
export const neverInTopic = words(`
  ability able absence accordingly achieve achieved achieves achieving across actual additional address addresses addressing
  advance advanced advancement advancements advances advancing affect aim aims allow allowing allows amount analyze analyzing
  appear apply applied applying approach approaches aspect aspects assess assessing assume attempt author authors average
  baseline baselines based become becomes best better bridge bridging bring brings broad build building built called
  capabilities capability capable capture captures capturing careful carefully case cases challenge challenges challenging
  change changes choice choices clear clearly close closely collect collected combine combined combines combining common
  commonly compare compared compares comparable comparison comparisons competitive comprehensive comprises compute computed
  conduct conducted consider considerable considered considering consist consistent consistently consists construct
  constructed contain contains contribute contribution contributions conventional correspond corresponding create created
  creates creating critical critically crucial current currently deal define defined degree deliver demand demonstrate
  demonstrated demonstrates demonstrating depend depends derive derived describe described design designed designing designs
  desired despite detail detailed details determine develop developed developing develops difference differences different
  difficult difficulty directly discuss diverse drawn drive driving due easily easy effect effective effectively
  effectiveness effects efficiency efficiently effort efforts eliminate emerge emerged emerges emerging employ employed
  enable enabled enables enabling encounter enhance enhanced enhancement enhances enhancing ensure ensures ensuring entire
  essential establish established establishes evaluate evaluated evaluates evaluating evidence examine example examples
  exceed excellent exhibit exhibits existing exist exists expect expected expensive experiment experimental experiments
  explain exploit exploits explore explored explores exploring extend extended extends extensive extensively extent face
  faces facilitate fact factor factors fail failed fails failure failures family far faster final finally find finding
  findings finds focus focused focuses focusing follow following follows foster formal formulate foundational framework
  frameworks frequently fully fundamental fundamentally future gain gains gap gaps general generally generalizable
  generalize generalizes give given gives goal goals good greater grow growing guarantee guided guides guiding handle
  handling hard help helps high high-quality higher highest highlight highlighting highlights highly hinder hinders hold idea ideas
  identify identified identifies identifying ignore illustrate impact implement implemented implementation implications
  importance important impressive improve improved improvement improvements improves improving include included includes
  including incorporate incorporates incorporating increase increased increases increasing increasingly indicate indicates
  inherent initial innovative insight insights inspired integrate integrated integrates integrating integration interest
  introduce introduced introduces introducing investigate investigated investigates investigating investigation involve
  involves issue issues jointly keep key kind lack lacks large-scale larger largely last later latest lead leading leads
  learned learns led left leverage leveraged leverages leveraging likely limit limitation limitations limited limiting
  limits line little low lower main mainly maintain maintaining maintains major make makes making manner massive match
  meaningful method methodologies methodology methods mitigate mitigates mitigating modest modify motivated multiple namely
  nature nearly necessary need needed needs new newly non notable notably note novel novelty number numbers numerous
  observation observations observe observed obtain obtained obtaining occur offer offering offers opportunity order original
  outperform outperformed outperforming outperforms outline overall overcome overcoming overview paper papers paradigm
  paradigms part partially particular particularly perform performance performances performed performing performs period
  pipeline pipelines place play plays poor pose poses possess possible possibly post potential potentially powerful
  practical practice preliminary presence present presented presenting presents preserve preserves preserving prevent
  previous previously primarily primary problem problems procedure produce produced produces producing progress prominent
  promise promising promote propose proposed proposes proposing prove proved provide provided provides providing publicly
  purpose pursue quantify question questions quickly quite raise range ranges rapid rapidly rarely rate rates reach reaches
  real realize really reason recent recently reduce reduced reduces reducing reduction refer reflect regarding regardless
  related relatively release released releases relevant reliably reliance reliant relies rely relying remain remaining
  remains remarkable remarkably report reported reports require required requirement requirements requires requiring
  research researchers resolve respect respectively restrict result resulting results rethinking retain reveal revealed
  revealing reveals review revisiting rich rigorous role roughly same satisfy say scenario scenarios scheme scope second
  seek seen serve serves serving set sets setting settings several severe share shared shift short show showed showing shown
  shows significance significant significantly similar similarly simple simply simultaneously since single situation
  solution solutions solve solved solves solving sophisticated span specialized specific specifically stage stages standard
  state-of-the-art step steps strategies strategy strength strengths strict strong stronger struggle struggles studied
  studies study studying substantial substantially success successful successfully suffer suffers sufficient suggest
  suggesting suggests suitable suite superior superiority support supporting supports surpass surpasses surpassing survey
  surveys systematic systematically tackle tackles tackling take taken takes taking task tasks technique techniques tend
  term terms thorough thoroughly time together toward towards traditional treat true try two three four type types typical
  typically ultimately uncover underlying understand unexplored unified unique unknown unlock unlocking unprecedented
  unveiling use used useful user users uses using utilize utilized utilizes utilizing valid validate validated validates
  valuable variants variation variations variety various vary varying vast versus via vital want way ways weaknesses
  well whole wide widely wise work works year years yield yielding yields we our github http https www com org
  cost costs long-term accurate accurately robustly reliable scalable complex complexity average training-time
  investigates variant extensive state-of-art sota art one-size-fits-all day days trained training-based first
  fine-tuning tuned efficacy quality overhead orders magnitude compared-to conducted demonstrates generated resulting
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
