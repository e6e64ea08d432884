export default definePageConfig({ navigationBarTitleText: '记一个电话或者来访' })
