"""Arabic, Hebrew, Greek, Ukrainian, Russian, Turkish and Romance and German voices."""

SCRIPT = """\
= ~146 18:30
omar: أول يوم على اللوحة الجديدة. أنا حدّاد، فإن تأخّر ردّي فيدي مشغولة أو سوداء. 🔨

= ~132 17:40
fatima: الفرن على ألف درجة، وأنا على كأس شاي. مساء الخير يا جماعة. #خزف

= ~119
omar: سألني طفل: هل الحديد يتألّم؟ قلت له: لا، لكنه يغضب قليلًا ثم يلين.
> fatima: @omar مثل زبائنك 😂
> omar: @fatima ومثلي قبل القهوة

= 103 sun 21:15
omar: بعد الطوفان غسلنا المسامير مسمارًا مسمارًا. خمسون شخصًا حول طاولة واحدة، وكل واحد يحكي حكاية. \
#النهر

= ~88 20:35
fatima: ابنتي كتبت اسمها بالعربية على الطين لأول مرة. لن أبيع هذه القطعة أبدًا.

= ~77
omar: عندما يسألونني من أين أنت، أقول: من الورشة. والباقي حكاية طويلة تحتاج إلى شاي بالنعناع.

= ~61 19:10
fatima: وصفة اليوم: حريرة لأربعين شخصًا، وليمونة واحدة منسيّة في جيبي. #طبخ

= ~40
omar: يا ناس، المطرقة الصغيرة اختفت. إن كانت عندكم فهي تحبّ أن تعود قبل الغداء.
> noa: @omar I think that's about a hammer? it's in the print room, sorry, we had a stubborn quoin
> omar: @noa it was exactly about a hammer. she's forgiven you

= ~22 18:40
fatima: جلستُ اليوم قرب النهر ساعةً كاملة ولم أفعل شيئًا. أنصح به بشدّة.

= ~9
omar: علّمتُ فتاة في الثانية عشرة كيف تشعل الكور. قالت: «أخيرًا شيء حقيقي». #حدادة

= ~146 fri 19:40
noa: ערב דפוס ראשון החודש. האותיות נקיות, הידיים לא.

= ~126
noa: שאלו אותי איך מסדרים אותיות עופרת מימין לשמאל. עניתי: הכול הפוך ממילא, אז פתאום זה מסתדר. \
#דפוס
> giulia: @noa the only script where the stick feels normal?
> noa: @giulia for about a minute, and then the final letters ambush you

= 101 tue 21:30
noa: כל האותיות יבשות. כולן. ספרתי פעמיים, ובפעם השנייה בכיתי קצת.

= ~83 16:50
noa: סבתא שלי הייתה אומרת: "מי שממהר, מדפיס פעמיים". צדקה, כרגיל.

= ~50
noa: קפה שחור, סינר כחול, נייר לבן. בוקר טוב מהנהר. ☕️

= 28 fri 19:30
noa: ציירתי היום שם על סירה. שמונה אותיות, נשימה אחת. #אותיות

= ~7 fri 20:25
noa: ארוחת שישי, כיסאות מתקפלים, שולחן ארוך על המזח. מי שאין לו לאן ללכת, שיבוא אלינו.
> yuki: @noa I had to ask what it says. I'm coming. What can I bring?
> noa: @yuki yourself, and maybe a chair

= ~148 17:20
eleni: Καλησπέρα από το ποτάμι! Ο αέρας έκοψε, ο καφές όχι.

= ~131
eleni: Η θάλασσα μου λείπει τις Δευτέρες. Τις υπόλοιπες μέρες την ακούω στο κοχύλι πάνω στον \
πάγκο. #θάλασσα

= ~116 19:50
eleni: Ο Νιλς κοιτάει τον ουρανό και λέει «χμ». Εγώ κοιτάω τον Νιλς και παίρνω αδιάβροχο.

= 104 sat 23:05
eleni: Γύρισε το νερό. Όλοι είναι καλά. Κάθομαι στη σκάλα με μια κούπα και δεν μπορώ να σηκωθώ.

= ~84
eleni: Έφτιαξα σπανακόπιτα για όλο το ναυπηγείο. Ο Γιόνας μέτρησε τα φύλλα. Ήταν δεκατέσσερα. #πίτα
> jonas: @eleni Fourteen. I stand by it. They were excellent.

= ~59 20:10
eleni: Μάθημα πρώτο: ο κόμπος δεν φταίει ποτέ.

= ~38
eleni: Η γιαγιά μου έλεγε πως όποιος φτιάχνει βάρκα, φτιάχνει δρόμο.

= ~14 18:10
eleni: Σήμερα πήγα τη Marigold ως το νησί και πίσω, μόνη μου στο τιμόνι. Ο Ζουάο έκανε πως δεν \
κοιτούσε.
> joao: @eleni I looked the whole time

= ~147 11:25
oksana: Доброго ранку! Шию вітрила, лагоджу намети, слухаю дощ. Заходьте, є великий стіл. #вітрила

= ~134 20:15
oksana: Голка маленька, а вітрило величезне. Якось домовляються.

= ~0
oksana: Сьогодні хлопчик спитав, чи можна пришити хвилю до неба. Я сказала: так, подвійним швом.
> anya: @oksana Какой хороший вопрос. И ответ!

= 116 mon 20:45
oksana: Кіт знайшовся у генуї. Тепер це його вітрило, я лише тримаю для нього нитку.

= ~98 21:00
oksana: Після повені всі речі пахнуть річкою. Сушу прапорці на сходах, наче свято.

= ~79
oksana: Мама надіслала рушник і коротку записку: «Щоб мала на чому хліб поставити». Хліб \
поставила. 🍞

= ~52 19:05
oksana: Чохол на «Мариґолд» готовий: шість метрів вісімдесят три сантиметри. Човен мав рацію. \
#шиття

= ~31
oksana: Навчаю Linh парусного шва. Минув тиждень, і вже вона вчить мене шити кишені.
> linh: @oksana I see my name in there! is it about the pockets?
> oksana: @linh It is about the pockets. It is praise.

= ~13 18:30
oksana: Яблука на столі, вареники в каструлі, пісні на причалі. Добрий вечір. 💛💙

= any 21:50
anya: Здесь все здороваются с котом раньше, чем с людьми. Правильно делают.

= ~108
anya: Объясняла Хэмишу слово «тоска». Он подумал и сказал: «Как понедельник, когда тут закрыто». \
#слова

= ~71 20:25
anya: Впервые говорила во сне по-английски. Покупала гвозди.

= ~30
anya: На новой крыше поёт дрозд. Крыша ему подошла.

= ~141 09:05
emre: günaydın! çay hazır, yol ıslak, keyif yerinde 🚲 #bisiklet

= ~115
emre: babam "denizci ol" dedi, ben bisikletçi oldum. ama bakın, yine suyun yanındayım

= 103 sun 22:10
emre: bugün çamurda herkes eşitti. müdür de, çırak da, kedi de. #dayanışma

= ~80 18:35
emre: bir paket, üstünde sadece "nehir kenarındaki adama" yazıyor. nils'e götürdüm. doğruymuş.
> nils: @emre It was my socks.

= ~53
emre: baklava sözümü tuttum: üç tepsi geldi, üç tepsi bitti, tarık parmağını yaladı

= ~26 17:50
emre: yokuş yukarı rüzgâra karşı, yokuş aşağı yine rüzgâra karşı. bu şehirle konuşmam lazım

= ~7
emre: zil sesi duyunca gülümseyen bir şehirde yaşıyorum, daha ne isterim

= ~144 wed 20:55
carmen: Primera noche de bicis con la puerta nueva. Ya no chirría y la echo de menos. #bicis

= 113 thu 13:15
carmen: A quien me devolvió el 15 con un lacito: te quiero.

= ~70 19:00
rosa: Estoy montando el telar junto a la ventana de las velas. Entra la luz y ya quiere tejer \
solita.
> carmen: @rosa si el telar necesita ruedas, avisa

= ~63
rosa: Los colores de hoy: río, óxido, bruma. No los elegí yo, estaban en la puerta. #telar

= ~54 18:05
rosa: Una señora me preguntó cuánto se demora una manta. Le dije: una manta, tres conversaciones \
y un invierno.

= ~41
rosa: Mi abuela contaba los hilos cantando. Hoy los conté yo así y el coro de los jueves me \
siguió desde la escalera.
> dewi: @rosa beautiful tune, is there a bass part?
> rosa: @dewi ahora sí 😊

= ~26 12:40
rosa: Teñí con cáscara de cebolla de la cocina de Priya. Salió un amarillo que da hambre. #tejido

= ~10
rosa: Hay días en que el hilo se rompe y días en que no. Hoy no.

= ~88 20:20
carmen: Hoy lloré cortando cebollas para Priya, y un poco después también, sin cebollas, porque \
cantaban.

= ~31 09:10
carmen: El barro del río sale de todo menos de la memoria. Y de mi mochila.

= ~12
carmen: Abuela, si lees esto (te lo lee mi prima): la bici azul grande la hicimos entre todos, y \
frena. 💙

= ~142 10:35
amelie: Petit matin à l'atelier : la presse ronfle, la bouilloire siffle, je dessine les deux. \
#dessin

= ~117 18:10
fatima: Un thé à la menthe sans sucre, c'est comme Amélie qui dessine droit : ça n'existe pas.
> amelie: @fatima ma ligne est VIVANTE

= ~104
amelie: On m'a demandé si la linogravure, c'est difficile. Non : c'est du fromage, à l'envers, \
avec un couteau.

= ~72 12:20
amelie: Une semaine sans encre bleue. J'ai découvert qu'il existait d'autres couleurs. Je n'en \
veux pas.

= ~38
amelie: Bosun a marché sur l'épreuve encore humide. Tirage limité à un chat. 🐾 #gravure
> giulia: @amelie numbered and signed, he's better organised than you

= ~4 19:50
amelie: Les visages du lancement, je les ai finalement gravés. Tous. Il fallait juste attendre \
de ne plus pleurer.

= ~148 07:15
joao: Bom dia, rio. Hoje estás calado. Dormiste mal? #rio

= ~121 22:00
joao: A minha mãe pergunta se já almocei. São dez da noite, mãe. Já, mãe. Sopa, mãe.

= ~95
joao: Saudade é ter o barco seco numa terra molhada. #saudade

= ~63 19:25
joao: Ensinei o Hamish a dizer "devagar". Agora é a única palavra que ele usa, e devagar.
> hamish: @joao devagar
> joao: @hamish exactly

= ~36
joao: Trinta anos de barcos e continuo a ter medo do primeiro risco. 🪵

= ~3 20:30
joao: Fui ver outra vez o bote triste. Falei com ele. Só falei. #barcos

= ~136 22:45
jonas: Eine Taschenuhr aus dem Fluss gefischt. Sie steht auf 4:12 und hat vermutlich recht, \
zweimal am Tag.

= 105 fri 19:15
jonas: Sturmflut angekündigt. Ich habe alle Uhren ein Regal höher gestellt. Sie gehen dort nicht \
vor, ich habe es geprüft. #Hochwasser

= ~84 20:05
jonas: Merke: Wer „kurz mal“ sagt, braucht länger als Kleber.

= ~27
jonas: Priya hat meinen Linseneintopf probiert und „solide“ gesagt. Ich werde das einrahmen \
lassen. #Eintopf

= ~5 18:50
jonas: Heute hat ein Kind gefragt, warum Uhren rund sind. Wir haben zwei Stunden geredet und \
keine bessere Form gefunden.

= 98 fri 12:20
carmen: @jonas ¿qué hora es? (es una prueba)
> jonas: @carmen Später als bei der Frage.
> carmen: @jonas prueba superada
"""
