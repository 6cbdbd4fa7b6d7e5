// Chinese characters as pinyin, for names that are written in Latin letters in the index: the
// collation of every browser sorts characters by it, so that the first of each syllable tells.

const FIRST =
  "阿a哎ai安an肮ang凹ao丷ba挀bai扳ban邦bang勹bao卑bei奔ben伻beng屄bi边bian灬biao憋bie汃bin冫bing癶bo峬bu嚓ca偲cai参can仓cang撡cao冊ce嵾cen曽ceng叉cha芆chai辿chan伥chang抄chao车che抻chen阷cheng吃chi充chong抽chou出chu揣chuai巛chuan刅chuang吹chui旾chun逴chuo呲ci匆cong凑cou粗cu汆cuan崔cui邨cun搓cuo咑da呆dai丹dan当dang刀dao嘚de灯deng氐di敁dian刁diao爹die丁ding丟diu东dong吺dou厾du耑duan垖dui吨dun多duo妸e奀en儿er发fa帆fan匚fang飞fei分fen丰feng仏fo紑fou夫fu旮ga侅gai甘gan冈gang皋gao戈ge根gen刯geng工gong勾gou估gu瓜gua乖guai关guan光guang归gui丨gun呙guo哈ha咍hai佄han夯hang茠hao诃he黒hei拫hen亨heng叿hong齁hou乎hu花hua怀huai欢huan巟huang灰hui昏hun吙huo丌ji加jia戋jian江jiang艽jiao阶jie巾jin坕jing冂jiong丩jiu凥ju姢juan噘jue军jun咔ka开kai刊kan忼kang尻kao匼ke肎ken劥keng空kong抠kou扝ku夸kua蒯kuai宽kuan匡kuang亏kui坤kun扩kuo垃la来lai兰lan啷lang捞lao仂le勒lei崚leng哩li俩lia奁lian良liang撩liao毟lie拎lin伶ling溜liu龙long瞜lou噜lu驴lv娈luan掠lve抡lun啰luo妈ma埋mai嫚man牤mang猫mao嚒me呅mei椚men擝meng咪mi宀mian喵miao乜mie民min名ming谬miu摸mo哞mou毪mu拏na腉nai囡nan囔nang孬nao疒ne娞nei恁nen能neng妮ni拈nian娘niang鸟niao捏nie囜nin宁ning妞niu农nong奴nu女nv奻nuan疟nve郍nuo讴ou妑pa拍pai眅pan乓pang抛pao呸pei喷pen匉peng丕pi囨pian剽piao氕pie姘pin乒ping钋po剖pou仆pu七qi掐qia千qian呛qiang悄qiao苆qie亲qin靑qing卭qiong丘qiu区qu奍quan缺que夋qun呥ran穣rang娆rao惹re人ren扔reng日ri戎rong厹rou邚ru堧ruan婑rui瞤run捼ruo仨sa毢sai三san桒sang掻sao閪se森sen僧seng杀sha筛shai山shan伤shang弰shao奢she申shen升sheng尸shi収shou书shu刷shua衰shuai闩shuan双shuang脽shui吮shun说shuo厶si忪song凁sou苏su狻suan夊sui孙sun唆suo他ta囼tai坍tan汤tang夲tao熥teng剔ti天tian旫tiao帖tie厅ting囲tong偷tou凸tu湍tuan推tui吞tun乇tuo屲wa歪wai弯wan尣wang危wei昷wen翁weng挝wo乌wu夕xi虲xia仙xian乡xiang灱xiao些xie心xin星xing凶xiong休xiu吁xu吅xuan削xue坃xun丫ya恹yan央yang幺yao倻ye一yi囙yin应ying佣yong优you込yu囦yuan曰yue晕yun帀za災zai兂zan匨zang傮zao则ze怎zen増zeng扎zha夈zhai枬zhan张zhang佋zhao蜇zhe贞zhen凧zheng之zhi中zhong州zhou朱zhu抓zhua跩zhuai专zhuan妆zhuang隹zhui宒zhun拙zhuo乲zi宗zong邹zou租zu钻zuan厜zui尊zun昨zuo";
// Family names that are read otherwise than the character is elsewhere.
const FAMILY = { 曾: "zeng", 单: "shan", 解: "xie", 仇: "qiu", 区: "ou", 查: "zha", 翟: "zhai", 盖: "ge", 任: "ren" };

const { compare } = new Intl.Collator("zh-u-co-pinyin");
const syllables = [...FIRST.matchAll(/(.)([a-z]+)/gu)];

/** A name of two to four characters as the words of its family name and its given name. */
export function name(characters) {
  const [first, ...rest] = [...characters].map(syllable);
  if (rest.length < 1 || rest.length > 3) return [];
  const family = FAMILY[characters[0]] ?? first;
  return rest.length < 3 ? [family, rest.join("")] : [family + rest[0], rest.slice(1).join("")];
}

function syllable(character) {
  const found = syllables.findLast(([, first]) => compare(first, character) <= 0);
  return found?.[2].replace("v", "u") ?? "";
}
