#compdef roadcase
# zsh completion for roadcase. In ~/.zshrc, after compinit:  eval "$(roadcase completion zsh)"
_roadcase() {
    local line
    local -a names
    for line in "${(@f)$(roadcase complete -- "${(@)words[2,CURRENT]}" 2>/dev/null </dev/null)}"; do
        if [[ $line == :files ]]; then
            _files
        elif [[ -n $line ]]; then
            names+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
        fi
    done
    if (( $#names )); then _describe roadcase names; fi
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _roadcase "$@"; else compdef _roadcase roadcase; fi
