"""Words that any round of codéveloppement is full of, whatever its case: they betray nothing of it."""

__all__ = ["METHOD_WORDS"]

_WORDS = """
accueil accueillir aide aider aimer animateur animatrice animation apporter apprendre apprentissage apprends
apprécier approche arriver assez attendre attention atelier attitude autrement avance avis beau beaucoup
besoin bien bienveillance bon bonne cadre calme certain chacun chance change changer chaque chose choses
clair clarifier clarification client cliente codéveloppement collectif comprendre compris concret confiance
confidentialité confirmer conseil conseiller conseils consultant consultante consultation content contente
contrat contribution côté courage croire curiosité curieux déjà demande demander dernier découvrir différent
difficile difficulté dire dis dit distance donner dommage doute écho écoute écouter écouté effet emporter
encore énergie enrichir ensemble envie équilibre essayer étape étonner évaluation évident exact exemple
exercice expérience explorer exposé exprimer facile faire fais fait façon faut ferme fermée fermées fin
final finalement fois fort force forme formuler franc garder général gens grâce grand groupe habitude
hypothèse idée idées impression important impressionner inspirer intéressant intention interrompre
intervention intuition jour juger jugement juste laisser lent lentement libre long longtemps manière manque
meilleur merci mettre mieux miroir moment mot mots naturel nombreux nouveau nouvelle nuance objectif
observer occasion oser ouvert ouverte ouvrir parler parole partage partager participant participer patience
pause peine penser pense peu peur phrase place plaisir plutôt plusieurs point pose poser possible posture
pouvoir pratique précis premier prendre prends présence présent prêt principe prochain prochaine profond
proposer proposition question questionner questionnement questions raconter ralentir rappeler rappelle
réaction réaliser recevoir recul reformuler reformulation regard règle régulation rencontre repartir
répondre réponse reprendre respect respecter respirer ressenti ressentir rester résister retenir retiens
retour retrouver réussir richesse rythme savoir séance semaine sens sentir sens seul seule silence silences
simple simplement situation solution soin soirée soucis souvent souci suggestion suite sujet synthèse
surprendre surpris table tard témoignage temps tenir tenter tour toujours toucher touché tout travail
travailler trop trouver trouve type utile utiliser valeur vérifier vite vivre vécu voici voilà voir vois
voix vouloir vrai vraiment vue bit careful clear closed consulting feel feeling felt found good great group
heard hear help helped idea keep learn learned learning learnt listen listening liked lot more much next
open others people question questions really round said say session silence speak step take talk think
thought time try useful watch way words très dois doit mets met rôle ensuite aussi
"""

METHOD_WORDS = frozenset(_WORDS.split())
